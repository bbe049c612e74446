package io.livetls.examples.demo;

import io.livetls.netty.NettyEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the command line says. */
record Arguments(
        boolean plain,
        boolean log,
        boolean hold,
        NettyEngine engine,
        int clients,
        int port,
        @Nullable Path secretDirectory,
        @Nullable Duration duration) {

    static final String USAGE = """
            LiveTLS demo: a server and its clients through every change of certificates.

              --plain            no colours (also: NO_COLOR, or output that isn't a terminal)
              --engine E         auto (default), openssl or jdk: who speaks TLS for the server
              --clients N        how many clients keep calling; 10 by default
              --port N           where to serve; a free port by default
              --hold             afterwards go on serving: Enter renews the certificate, q and Enter ends
              --secret-dir DIR   serve with tls.crt, tls.key and ca.crt of DIR and tell of every reload; changes nothing
              --for TIME         how long --hold or --secret-dir serve, such as 60s or 5m
              --log              show what the library logs
              --help             this

            Exit code: 0 if everything held, 1 if something didn't, 2 for arguments that can't be used.""";

    /** Arguments that can't be used; the message says why. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** Null if help was asked for. */
    static @Nullable Arguments parse(List<String> words) throws UsageException {
        boolean plain = false;
        boolean log = false;
        boolean hold = false;
        NettyEngine engine = NettyEngine.AUTO;
        int clients = 10;
        int port = 0;
        Path secretDirectory = null;
        Duration duration = null;
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--help" -> {
                    return null;
                }
                case "--plain" -> plain = true;
                case "--log" -> log = true;
                case "--hold" -> hold = true;
                case "--engine" -> engine = engine(value(option, rest));
                case "--clients" -> clients = number(option, value(option, rest), 2, 200);
                case "--port" -> port = number(option, value(option, rest), 0, 65_535);
                case "--secret-dir" -> secretDirectory = Path.of(value(option, rest));
                case "--for" -> duration = duration(value(option, rest));
                default -> throw new UsageException(option + ": no such option");
            }
        }
        if (hold && secretDirectory != null) {
            throw new UsageException("--hold and --secret-dir: give one of them");
        }
        if (duration != null && !hold && secretDirectory == null) {
            throw new UsageException("--for: give --hold or --secret-dir with it");
        }
        return new Arguments(plain, log, hold, engine, clients, port, secretDirectory, duration);
    }

    private static String value(String option, Deque<String> rest) throws UsageException {
        if (rest.isEmpty()) {
            throw new UsageException(option + ": a value is missing");
        }
        return rest.pop();
    }

    private static NettyEngine engine(String word) throws UsageException {
        try {
            return NettyEngine.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--engine: '" + word + "' (expected: auto, openssl or jdk)");
        }
    }

    private static int number(String option, String word, int least, int most) throws UsageException {
        try {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same message as for a number that is out of range.
        }
        throw new UsageException(option + ": '" + word + "' (expected: a number from " + least + " to " + most + ")");
    }

    private static Duration duration(String word) throws UsageException {
        if (!word.matches("[0-9]{1,6}[smh]")) {
            throw new UsageException("--for: '" + word + "' (expected: a number and s, m or h, such as 60s)");
        }
        return Duration.parse("PT" + word.toUpperCase(Locale.ROOT));
    }
}
