package io.livetls.config;

import java.io.Serial;

/** A variable that can't be meant: which one, what is wrong, what to do. It never carries a secret. */
public final class ConfigurationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The name of the variable. */
    private final String variable;

    /** The sentence on what to do. */
    private final String remedy;

    /**
     * A problem of a variable.
     *
     * @param variable its full name, or several
     * @param what a sentence without a full stop that says what is wrong
     * @param remedy a sentence without a full stop that says what to do
     */
    public ConfigurationException(String variable, String what, String remedy) {
        super(variable + ": " + what + ". " + remedy + ".");
        this.variable = variable;
        this.remedy = remedy;
    }

    /**
     * Which variable it is about.
     *
     * @return its full name
     */
    public String variable() {
        return variable;
    }

    /**
     * What to do about it.
     *
     * @return a sentence without a full stop
     */
    public String remedy() {
        return remedy;
    }
}
