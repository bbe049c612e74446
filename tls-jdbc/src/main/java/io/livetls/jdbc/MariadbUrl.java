package io.livetls.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a URL for MariaDB's driver says about TLS. Its parameters come before properties, each host may have a mode of its
 * own, no letter's case counts, and no value is decoded.
 */
final class MariadbUrl {
    private static final Pattern MODE_OF_A_HOST = Pattern.compile("\\(\\s*sslmode\\s*=\\s*([^)]*)\\)");

    /** The driver's own TLS, with the names of MySQL's driver that it reads as well. */
    private static final List<String> IGNORED = List.of(
            "serversslcert",
            "truststore",
            "truststorepassword",
            "truststoretype",
            "trustcertificatekeystoreurl",
            "trustcertificatekeystorepassword",
            "trustcertificatekeystoretype",
            "keystore",
            "keystorepassword",
            "keystoretype",
            "keypassword",
            "clientcertificatekeystoreurl",
            "clientcertificatekeystorepassword",
            "clientcertificatekeystoretype",
            "enabledsslprotocolsuites",
            "enabledsslciphersuites");

    private MariadbUrl() {}

    static void check(String url, SslMode mode) {
        String lower = url.toLowerCase(Locale.ROOT);
        int start = lower.indexOf('?');
        Matcher hosts = MODE_OF_A_HOST.matcher(start < 0 ? lower : lower.substring(0, start));
        while (hosts.find()) {
            checkMode(hosts.group(1).strip(), mode);
        }
        if (start >= 0) {
            for (String parameter : lower.substring(start + 1).split("&", -1)) {
                int equals = parameter.indexOf('=');
                check(
                        equals < 0 ? parameter : parameter.substring(0, equals),
                        equals < 0 ? "" : parameter.substring(equals + 1),
                        mode);
            }
        }
    }

    private static void check(String name, String value, SslMode mode) {
        if (IGNORED.contains(name)) {
            throw new IllegalArgumentException(Dialect.ignored(name));
        }
        switch (name) {
            case "sslmode" -> checkMode(value, mode);
            case "usessl", "trustservercertificate", "disablesslhostnameverification" ->
                throw new IllegalArgumentException(
                        "the URL sets " + name + ", which is another way to say sslMode, and the program says " + mode
                                + ": remove " + name + " from the URL");
            case "tlssockettype", Dialect.HANDLE ->
                throw new IllegalArgumentException(
                        "the URL sets " + name + ", and so do the program's properties: remove it from the URL");
            default -> {}
        }
    }

    private static void checkMode(String given, SslMode mode) {
        if (SslMode.parse(given) != mode) {
            throw new IllegalArgumentException("the URL says sslMode=" + given + ", the program " + mode
                    + ": say it in one place, or the same in both");
        }
    }
}
