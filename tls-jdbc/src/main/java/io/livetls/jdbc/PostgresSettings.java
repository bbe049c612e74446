package io.livetls.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What pgjdbc's settings say about TLS, and which of them contradict each other. */
final class PostgresSettings {
    static final String MODE = "sslmode";
    static final String FACTORY = "sslfactory";
    static final String FACTORY_ARGUMENT = "sslfactoryarg";
    static final String HOSTNAME_VERIFIER = "sslhostnameverifier";

    /** Settings of pgjdbc's own factory; with another one nobody reads them. */
    private static final List<String> FILES =
            List.of("sslcert", "sslkey", "sslrootcert", "sslpassword", "sslpasswordcallback");

    private PostgresSettings() {}

    static HandleArgument argument(Properties settings) {
        return HandleArgument.read(FACTORY_ARGUMENT, settings.getProperty(FACTORY_ARGUMENT));
    }

    /** The mode of a connection, if its settings agree with each other. */
    static SslMode mode(Properties settings) {
        for (String name : FILES) {
            if (settings.getProperty(name) != null) {
                throw new IllegalStateException(Dialect.ignored(name));
            }
        }
        return given(settings);
    }

    private static SslMode given(Properties settings) {
        String mode = settings.getProperty(MODE);
        if (mode != null) {
            return SslMode.parse(mode);
        }
        String ssl = settings.getProperty("ssl");
        if (ssl != null && (ssl.isEmpty() || Boolean.parseBoolean(ssl))) {
            return SslMode.VERIFY_FULL;
        }
        throw new IllegalStateException(
                MODE + " isn't set, and without it the driver goes on in plaintext where the server"
                        + " has no TLS: add " + MODE + "=verify-full, or " + MODE + "=prefer if that is what you want");
    }

    /** A URL's parameters come before properties, so none may say something else. */
    static void checkUrl(String url, SslMode mode) {
        int start = url.indexOf('?');
        if (!url.startsWith("jdbc:postgresql:") || start < 0) {
            return;
        }
        for (String parameter : url.substring(start + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
            String wrong = wrong(name, value, mode);
            if (wrong != null) {
                throw new IllegalArgumentException(wrong);
            }
        }
    }

    private static @Nullable String wrong(String name, String value, SslMode mode) {
        if (FILES.contains(name)) {
            return Dialect.ignored(name);
        }
        return switch (name) {
            case MODE ->
                SslMode.parse(value) == mode
                        ? null
                        : "the URL says " + MODE + "=" + value + ", the program " + mode
                                + ": say it in one place, or the same in both";
            case FACTORY, FACTORY_ARGUMENT, "ssl" ->
                "the URL sets " + name + ", and so do the program's properties: remove it from the URL";
            default -> null;
        };
    }
}
