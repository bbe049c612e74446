package io.livetls.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a connection to a database protects from. The names are PostgreSQL's ({@code sslmode} in libpq's documentation, "SSL
 * Support" and the connection parameters); {@link #parse} reads those of MySQL and MariaDB too.
 *
 * <table>
 * <caption>The same mode, as each writes it; MariaDB's driver has no mode for the empty places, MySQL's none for allow</caption>
 * <tr><th>PostgreSQL</th><th>MySQL</th><th>MariaDB</th></tr>
 * <tr><td>disable</td><td>DISABLED</td><td>disable</td></tr>
 * <tr><td>allow</td><td></td><td></td></tr>
 * <tr><td>prefer</td><td>PREFERRED</td><td></td></tr>
 * <tr><td>require</td><td>REQUIRED</td><td>trust</td></tr>
 * <tr><td>verify-ca</td><td>VERIFY_CA</td><td>verify-ca</td></tr>
 * <tr><td>verify-full</td><td>VERIFY_IDENTITY</td><td>verify-full</td></tr>
 * </table>
 *
 * <p>In every mode but {@link #DISABLE} the handle's certificate is presented to a server that asks for one.
 *
 * <p><b>PostgreSQL</b>: if the handle has trust, the server's chain is checked by it: libpq does so where it finds a root
 * certificate, whatever the mode. <b>MySQL and MariaDB</b>: up to {@link #REQUIRE} nothing is checked, whatever the handle
 * trusts, as their drivers' documentation has it ("Establish secure connections", "Encryption only").
 *
 * <p>A handle without trust, or one that was built {@code withoutServerVerification()}, checks nothing in {@link #ALLOW},
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
     * <p>Stricter here than in libpq: a server whose chain doesn't pass is refused. libpq tries again in plaintext. MySQL's
     * driver goes down to plaintext only if the server has no TLS.
     */
    PREFER("prefer"),

    /**
     * TLS, or no connection. Without trust, and with MySQL and MariaDB always, it protects from those who only listen: whoever
     * is on the way can pass for the server, and gets the password where the driver sends it as it is. With trust it is
     * {@link #VERIFY_CA} for PostgreSQL. libpq's documentation advises against relying on that, and to say {@code verify-ca}.
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
     * @param text such as {@code verify-full} or {@code VERIFY_IDENTITY}; any case, {@code _} counts as {@code -}, blanks
     *     around it don't count
     * @return the mode
     * @throws IllegalArgumentException for anything else; it lists the modes
     */
    public static SslMode parse(String text) {
        String wanted = ofPostgresql(text.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
        return Arrays.stream(values())
                .filter(mode -> mode.value.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no sslmode (expected: "
                        + Arrays.stream(values()).map(SslMode::value).collect(Collectors.joining(", "))
                        + ")"));
    }

    /** What MySQL and MariaDB call otherwise. */
    private static String ofPostgresql(String name) {
        return switch (name) {
            case "disabled" -> DISABLE.value;
            case "preferred" -> PREFER.value;
            case "required", "trust" -> REQUIRE.value;
            case "verify-identity" -> VERIFY_FULL.value;
            default -> name;
        };
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
