package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real MariaDB, of which at most two run for all tests of this JVM: one with TLS and one without. */
final class MariadbServer {
    /** Needs TLS and a client certificate. */
    static final String SECURE = "app";

    /** Has a password only, and is let in with TLS and without. */
    static final String EITHER = "anybody";

    private static final String PASSWORD = "secret";

    private static @Nullable MariadbServer withTls;
    private static @Nullable MariadbServer withoutTls;

    private final Path directory;
    private final int port;
    private final Process process;

    private MariadbServer(@Nullable IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        Path program = MariadbProgram.unpacked();
        this.directory = Files.createTempDirectory("livetls-mariadb");
        this.port = freePort();
        Path data = directory.resolve("data");
        MariadbProgram.install(program, data);
        List<String> command = new ArrayList<>(List.of(
                program.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + program,
                "--datadir=" + data,
                "--user=" + System.getProperty("user.name"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + directory.resolve("socket"),
                "--skip-name-resolve",
                "--skip-log-bin",
                "--innodb-buffer-pool-size=16M",
                "--innodb-flush-log-at-trx-commit=0"));
        if (identity == null) {
            command.add("--skip-ssl");
        } else {
            write(identity, clients);
            command.add("--ssl-key=" + directory.resolve("server.key"));
            command.add("--ssl-cert=" + directory.resolve("server.crt"));
            command.add("--ssl-ca=" + directory.resolve("clients.crt"));
        }
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(directory.resolve("log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        awaitStart();
        administer(
                "create user " + SECURE + " identified by '" + PASSWORD + "' require x509",
                "create user " + EITHER + " identified by '" + PASSWORD + "'",
                "create database orders",
                "grant all on orders.* to " + SECURE,
                "grant all on orders.* to " + EITHER);
    }

    /** Running, with the certificate and the clients' CA that are asked for. */
    static synchronized MariadbServer with(IssuedCertificate identity, CertificateAuthority... clients)
            throws Exception {
        MariadbServer server = withTls;
        if (server == null) {
            server = new MariadbServer(identity, clients);
            withTls = server;
        }
        server.change(identity, clients);
        server.administer("alter user " + SECURE + " require x509");
        return server;
    }

    static synchronized MariadbServer withoutTls() throws Exception {
        MariadbServer server = withoutTls;
        if (server == null) {
            server = new MariadbServer(null);
            withoutTls = server;
        }
        return server;
    }

    int port() {
        return port;
    }

    /** Replaces key, certificate and the clients' CAs on disk, and has the server read them again. */
    void change(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        write(identity, clients);
        administer("flush ssl");
    }

    void administer(String... statements) throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** The server's numbers of a user's connections. */
    List<String> connectionsOf(String user) throws SQLException {
        List<String> numbers = new ArrayList<>();
        try (Connection connection = administrator();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select id from information_schema.processlist where user = '" + user + "'")) {
            while (result.next()) {
                numbers.add(result.getString(1));
            }
        }
        return numbers;
    }

    private Connection administrator() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root&sslMode=disable");
    }

    private void write(IssuedCertificate identity, CertificateAuthority... clients) throws IOException {
        Path key = directory.resolve("server.key");
        Files.writeString(key, identity.privateKeyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(directory.resolve("server.crt"), identity.certificatePem());
        Files.writeString(directory.resolve("clients.crt"), CertificateAuthority.bundlePem(clients));
    }

    private void awaitStart() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            try {
                administrator().close();
                return;
            } catch (SQLException e) {
                assertThat(process.isAlive() && System.nanoTime() < deadline)
                        .as("the server starts: %s", Files.readString(directory.resolve("log")))
                        .isTrue();
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void stop() {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Questions to a connection. */
    static final class Queries {
        private Queries() {}

        /** Whether the server says that the connection is TLS. */
        static boolean isTls(Connection connection) throws SQLException {
            return !ask(connection, "show session status like 'Ssl_cipher'", 2).isEmpty();
        }

        static String number(Connection connection) throws SQLException {
            return ask(connection, "select connection_id()", 1);
        }

        static String ask(Connection connection, String query, int column) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query)) {
                assertThat(result.next()).isTrue();
                return Objects.requireNonNull(result.getString(column));
            }
        }
    }
}
