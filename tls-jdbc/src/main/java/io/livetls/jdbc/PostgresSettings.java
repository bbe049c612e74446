package io.livetls.jdbc;

import io.livetls.HandleNames;
import io.livetls.LiveTls;
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

    /** An argument that a program made says which mode it was made for. */
    private static final String MODE_MARK = ";sslmode=";

    /** Settings of pgjdbc's own factory; with another one nobody reads them. */
    private static final List<String> FILES =
            List.of("sslcert", "sslkey", "sslrootcert", "sslpassword", "sslpasswordcallback");

    private PostgresSettings() {}

    static String argument(LiveTls tls, SslMode mode) {
        return HandleNames.reference(tls) + MODE_MARK + mode.value();
    }

    /** The handle that the settings of a connection name. */
    static LiveTls handle(Properties settings) {
        String argument = settings.getProperty(FACTORY_ARGUMENT);
        if (argument == null || argument.isBlank()) {
            throw new IllegalStateException(FACTORY_ARGUMENT + " isn't set: set it to the name of the handle, as"
                    + " LiveTls.builder().name(...) has it");
        }
        int mark = argument.lastIndexOf(MODE_MARK);
        return HandleNames.find(mark < 0 ? argument : argument.substring(0, mark));
    }

    /** The mode of a connection, if its settings agree with each other. */
    static SslMode mode(Properties settings) {
        for (String name : FILES) {
            if (settings.getProperty(name) != null) {
                throw new IllegalStateException(ignored(name));
            }
        }
        SslMode mode = given(settings);
        String argument = settings.getProperty(FACTORY_ARGUMENT, "");
        int mark = argument.lastIndexOf(MODE_MARK);
        if (mark >= 0 && SslMode.parse(argument.substring(mark + MODE_MARK.length())) != mode) {
            throw new IllegalStateException(MODE + "=" + mode + " and the properties of JdbcTls.postgresql(tls, "
                    + SslMode.parse(argument.substring(mark + MODE_MARK.length()))
                            .name()
                    + ") contradict: remove " + MODE + " from the URL, or say the same in both");
        }
        return mode;
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

    /** Whether the handle can do what the mode promises. */
    static void checkPromise(LiveTls tls, SslMode mode) {
        if (!mode.promisesChain()) {
            return;
        }
        if (!tls.settings().verifiesServers()) {
            throw new IllegalStateException(MODE + "=" + mode
                    + " and withoutServerVerification() (variable VERIFICATION)"
                    + " contradict: remove one of the two; " + MODE + "=require checks nothing with such a handle");
        }
        if (tls.current().trustAnchors() == null) {
            throw new IllegalStateException(MODE + "=" + mode + " needs trust to check the server by: add"
                    + " trust(\"/path/to/ca.crt\") or trustSystem() to the handle "
                    + tls.settings().name());
        }
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
            return ignored(name);
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

    private static String ignored(String name) {
        return name
                + " has no effect, since key, certificate and trust are the handle's: remove it, or give the file to"
                + " LiveTls.builder()";
    }
}
