package io.livetls.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * PostgreSQL's {@code sslmode}, as libpq's documentation has it ("SSL Support", the table of SSL modes, and the connection
 * parameters {@code sslmode} and {@code sslrootcert}).
 *
 * <p>In every mode but {@link #DISABLE} the handle's certificate is presented to a server that asks for one, and if the
 * handle has trust, the server's chain is checked by it: libpq does so where it finds a root certificate, whatever the mode.
 * A handle without trust, or one that was built {@code withoutServerVerification()}, checks nothing in {@link #ALLOW},
 * {@link #PREFER} and {@link #REQUIRE}, and can't be used with {@link #VERIFY_CA} and {@link #VERIFY_FULL}.
 */
public enum SslMode {
    /** No TLS. Whoever is on the way reads and changes everything. */
    DISABLE("disable"),

    /**
     * Plaintext, and TLS only if the server refuses that. It protects from nobody: whoever is on the way can answer as a
     * server that takes plaintext. libpq's documentation: "I don't care about security".
     */
    ALLOW("allow"),

    /**
     * TLS if the server has it, else plaintext. It protects from nobody who can change traffic: he answers that there is no
     * TLS. If the server refuses the client's certificate, or its absence, and its {@code pg_hba.conf} lets the user in
     * without TLS, the connection is <b>plaintext, without a word</b>. libpq's documentation doesn't recommend it for
     * secure deployments.
     *
     * <p>Stricter here than in libpq: a server whose chain doesn't pass is refused. libpq tries again in plaintext.
     */
    PREFER("prefer"),

    /**
     * TLS, or no connection. Without trust it protects from those who only listen: whoever is on the way can pass for the
     * server. With trust it is {@link #VERIFY_CA}. libpq's documentation advises against relying on that, and to say
     * {@code verify-ca}.
     */
    REQUIRE("require"),

    /**
     * TLS with a server whose chain leads to a trust anchor. It doesn't protect from others who have a certificate of the
     * same CA, which with a public CA is anybody.
     */
    VERIFY_CA("verify-ca"),

    /**
     * TLS with a server whose chain leads to a trust anchor and whose certificate has the host's name, or its address if the
     * host is an IP address. What is left: who controls a trusted CA, the name's certificates, or the server's key.
     */
    VERIFY_FULL("verify-full");

    private final String value;

    SslMode(String value) {
        this.value = value;
    }

    /**
     * What users write.
     *
     * @param text such as {@code verify-full}; any case, {@code _} counts as {@code -}, blanks around it don't count
     * @return the mode
     * @throws IllegalArgumentException for anything else; it lists the modes
     */
    public static SslMode parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(values())
                .filter(mode -> mode.value.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no sslmode (expected: "
                        + Arrays.stream(values()).map(SslMode::value).collect(Collectors.joining(", "))
                        + ")"));
    }

    /**
     * The mode as PostgreSQL writes it.
     *
     * @return such as {@code verify-full}
     */
    public String value() {
        return value;
    }

    /** Whether a connection without a check of the chain isn't what this mode promises. */
    boolean promisesChain() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }

    /**
     * As {@link #value()}.
     *
     * @return such as {@code verify-full}
     */
    @Override
    public String toString() {
        return value;
    }
}
