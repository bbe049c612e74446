package io.livetls.examples.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.PlainDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real {@code redis-server} of this machine, which requires a certificate of every client. */
final class RedisServer implements AutoCloseable {
    private static final Path SOCKETS = Path.of("/tmp");

    private final Process process;
    private final PlainDirectory files;
    private final Path adminSocket;
    private final int port;

    private RedisServer(Process process, PlainDirectory files, Path adminSocket, int port) {
        this.process = process;
        this.files = files;
        this.adminSocket = adminSocket;
        this.port = port;
    }

    /** Skips the test where there is no Redis, except where one was promised. */
    static void assumeThere() {
        boolean there = find("redis-server").isPresent() && find("redis-cli").isPresent();
        if (System.getenv("LIVETLS_CI") != null) {
            assertThat(there).as("redis-server and redis-cli are installed").isTrue();
        }
        assumeTrue(there, "needs redis-server with TLS and redis-cli (Debian: apt-get install redis-server)");
    }

    static RedisServer start(
            Path directory, String protocol, IssuedCertificate identity, CertificateAuthority... trusted)
            throws IOException {
        assumeThere();
        PlainDirectory files = PlainDirectory.create(directory);
        files.write(identity, trusted);
        Path socket = Files.createTempDirectory(SOCKETS, "redis").resolve("admin"); // a socket's path has to be short
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        find("redis-server").orElseThrow().toString(),
                        "--port",
                        "0",
                        "--tls-port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--unixsocket",
                        socket.toString(),
                        "--tls-cert-file",
                        files.file("tls.crt").toString(),
                        "--tls-key-file",
                        files.file("tls.key").toString(),
                        "--tls-ca-cert-file",
                        files.file("ca.crt").toString(),
                        "--tls-auth-clients",
                        "yes",
                        "--tls-protocols",
                        protocol,
                        "--save",
                        "",
                        "--dir",
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        RedisServer server = new RedisServer(process, files, socket, port);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException {
        StringBuilder log = new StringBuilder();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            log.append(line).append('\n');
            if (line.contains("Ready to accept connections") || line.contains("ready to accept connections at")) {
                // It goes on writing a little; nobody has to read that.
                return;
            }
        }
        throw new IOException("redis-server has ended:\n" + log);
    }

    int port() {
        return port;
    }

    /** New files, which the server is told to read; open connections stay. */
    void change(IssuedCertificate identity, CertificateAuthority... trusted) throws Exception {
        files.write(identity, trusted);
        assertThat(admin(
                        "CONFIG",
                        "SET",
                        "tls-cert-file",
                        files.file("tls.crt").toString(),
                        "tls-key-file",
                        files.file("tls.key").toString(),
                        "tls-ca-cert-file",
                        files.file("ca.crt").toString()))
                .isEqualTo("OK");
    }

    /** Ends all connections of clients. */
    void dropClients() throws Exception {
        admin("CLIENT", "KILL", "TYPE", "normal");
    }

    /** The addresses of the clients that are connected by TLS. */
    List<String> clients() throws Exception {
        return admin("CLIENT", "LIST", "TYPE", "normal")
                .lines()
                .filter(line -> line.contains(" addr=127.0.0.1:"))
                .map(line -> line.replaceAll(".* addr=(\\S+).*", "$1"))
                .toList();
    }

    private String admin(String... command) throws Exception {
        Process cli = new ProcessBuilder(Stream.concat(
                                Stream.of(find("redis-cli").orElseThrow().toString(), "-s", adminSocket.toString()),
                                Stream.of(command))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String answer = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(cli.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return answer;
    }

    private static Optional<Path> find(String program) {
        return Stream.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(adminSocket);
        Files.deleteIfExists(adminSocket.getParent());
    }
}
