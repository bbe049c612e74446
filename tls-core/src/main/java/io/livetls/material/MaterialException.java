package io.livetls.material;

import java.io.Serial;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Key or trust material that can't be used: what is wrong, where, and what to do. It never carries a key, a passphrase
 * or PEM text, nor does its cause.
 *
 * <p>It is unchecked, as every exception of this library: at start it should end the program with its message, and a
 * reload hands it over as a value.
 */
public final class MaterialException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The kind of problem. */
    private final Problem problem;

    /** The place; it isn't serialized. */
    private final transient @Nullable Location location;

    /** The sentence on what is wrong. */
    private final String what;

    /** The sentence on what to do. */
    private final String remedy;

    /**
     * A problem at a place.
     *
     * @param problem what kind of problem it is
     * @param location where it is; null where it isn't known yet, see {@link #at(Location)}
     * @param what a sentence without a full stop that says what is wrong
     * @param remedy a sentence without a full stop that says what to do
     * @param cause what it was noticed by; its message must not repeat any input
     */
    public MaterialException(
            Problem problem, @Nullable Location location, String what, String remedy, @Nullable Throwable cause) {
        super(sentence(location, what, remedy), cause);
        this.problem = Objects.requireNonNull(problem, "problem");
        this.location = location;
        this.what = what;
        this.remedy = remedy;
    }

    /**
     * A problem at a place, without a cause.
     *
     * @param problem what kind of problem it is
     * @param location where it is; null where it isn't known yet, see {@link #at(Location)}
     * @param what a sentence without a full stop that says what is wrong
     * @param remedy a sentence without a full stop that says what to do
     */
    public MaterialException(Problem problem, @Nullable Location location, String what, String remedy) {
        this(problem, location, what, remedy, null);
    }

    /**
     * What kind of problem this is.
     *
     * @return the problem
     */
    public Problem problem() {
        return problem;
    }

    /**
     * Where the problem is.
     *
     * @return the place, empty for material without one
     */
    public Optional<Location> location() {
        return Optional.ofNullable(location);
    }

    /**
     * What to do about it.
     *
     * @return a sentence without a full stop
     */
    public String remedy() {
        return remedy;
    }

    /**
     * The same problem with its place, for code that proves values without knowing where they came from.
     *
     * @param place where the material came from
     * @return this if it has a location already, otherwise a copy that has this one
     */
    public MaterialException at(Location place) {
        if (location != null) {
            return this;
        }
        MaterialException placed = new MaterialException(problem, place, what, remedy, getCause());
        placed.setStackTrace(getStackTrace());
        return placed;
    }

    private static String sentence(@Nullable Location location, String what, String remedy) {
        String where = location == null ? "" : location + ": ";
        return where + what + ". " + remedy + ".";
    }
}
