package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Debian's RabbitMQ as a private node: directory, node name, ports, cookie and Erlang port mapper of its own. One for all
 * tests; it ends with the JVM.
 */
final class RabbitServer implements Broker {
    private static final Path SCRIPTS = Path.of("/usr/lib/rabbitmq/bin");
    private static final Path ERL_CALL = Path.of("/usr/bin/erl_call");

    /** One that is about to end says nothing. */
    private static final String PEERS = "[case catch rabbit_reader:info(P, [peer_cert_subject]) of"
            + " [{_, S}] when is_binary(S) -> binary_to_list(S); [{_, S}] when is_list(S) -> S; _ -> \"gone\" end"
            + " || P <- rabbit_networking:connections()]";

    private static final Pattern PEER = Pattern.compile("\"([^\"]+)\"");
    private static @Nullable RabbitServer shared;

    private final Path directory;
    private final int port = freePort();
    private final int plaintextPort = freePort();
    private final int streamPort = freePort();
    private final Map<String, String> environment;
    private final Process process;

    private RabbitServer(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        this.directory = Files.createTempDirectory("livetls-rabbitmq");
        write(identity, clients);
        Files.writeString(directory.resolve("rabbitmq.conf"), configuration());
        Files.writeString(
                directory.resolve("enabled_plugins"),
                "[rabbitmq_auth_mechanism_ssl,rabbitmq_stream,rabbitmq_amqp1_0].");
        int distribution = freePort();
        this.environment = Map.of(
                "HOME", Files.createDirectory(directory.resolve("home")).toString(),
                "RABBITMQ_NODENAME", "livetls" + port + "@localhost",
                "RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString(),
                "RABBITMQ_LOG_BASE", directory.resolve("log").toString(),
                "RABBITMQ_CONFIG_FILE", directory.resolve("rabbitmq.conf").toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                        directory.resolve("enabled_plugins").toString(),
                "RABBITMQ_CONF_ENV_FILE", "/dev/null",
                "RABBITMQ_DIST_PORT", String.valueOf(distribution),
                "ERL_EPMD_PORT", String.valueOf(freePort()),
                "ERL_EPMD_ADDRESS", "127.0.0.1");
        this.process = builder(List.of(SCRIPTS.resolve("rabbitmq-server").toString()))
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        awaitListening();
        // The user is who the certificate says; it has no password.
        control(
                "eval",
                "rabbit_auth_backend_internal:add_user(<<\"app\">>, <<\"\">>, <<\"test\">>),"
                        + " rabbit_auth_backend_internal:clear_password(<<\"app\">>, <<\"test\">>),"
                        + " rabbit_auth_backend_internal:set_permissions(<<\"app\">>, <<\"/\">>, <<\".*\">>, <<\".*\">>,"
                        + " <<\".*\">>, <<\"test\">>).");
    }

    /** Whether this machine has one. Without it tests are skipped, but not where the build runs for everybody. */
    static boolean isInstalled() {
        return Files.isExecutable(SCRIPTS.resolve("rabbitmq-server"));
    }

    /** Running, with the certificate and the clients' CAs that are asked for. */
    static synchronized RabbitServer with(IssuedCertificate identity, CertificateAuthority... clients)
            throws Exception {
        RabbitServer running = shared;
        if (running == null) {
            running = new RabbitServer(identity, clients);
            shared = running;
        } else {
            running.change(identity, clients);
        }
        return running;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public int plaintextPort() {
        return plaintextPort;
    }

    /** The TLS port of the stream protocol. */
    int streamPort() {
        return streamPort;
    }

    /** As its operator does: RabbitMQ caches the files' content for two minutes, by default. */
    @Override
    public void change(IssuedCertificate identity, CertificateAuthority... clients) throws Exception {
        write(identity, clients);
        String unused = evaluate("ssl:clear_pem_cache()");
    }

    private void write(IssuedCertificate identity, CertificateAuthority... clients) throws IOException {
        Files.writeString(directory.resolve("server.key"), identity.privateKeyPem());
        Files.writeString(directory.resolve("server.crt"), identity.certificatePem());
        Files.writeString(directory.resolve("clients.crt"), CertificateAuthority.bundlePem(clients));
    }

    @Override
    public List<String> peers() throws Exception {
        if (!Files.isExecutable(ERL_CALL)) {
            return control("list_connections", "--no-table-headers", "peer_cert_subject")
                    .lines()
                    .toList();
        }
        return PEER.matcher(evaluate(PEERS))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Override
    public void disconnectAll() throws Exception {
        String unused = evaluate("rabbit_networking:close_connections(rabbit_networking:connections(), <<\"test\">>)");
    }

    /** Stops the broker; what is durable stays. */
    void stop() throws Exception {
        control("stop_app");
    }

    /** Starts it again. */
    void start() throws Exception {
        control("start_app");
        awaitListening();
    }

    /** What {@code rabbitmqctl eval} does, which starts a machine of Erlang's for it and takes seconds. */
    private String evaluate(String expression) throws Exception {
        if (!Files.isExecutable(ERL_CALL)) {
            return control("eval", expression + ".");
        }
        Process call = builder(List.of(
                        ERL_CALL.toString(),
                        "-sname",
                        environment.getOrDefault("RABBITMQ_NODENAME", ""),
                        "-c",
                        Files.readString(directory.resolve("home").resolve(".erlang.cookie"))
                                .strip(),
                        "-e"))
                .start();
        try (OutputStream input = call.getOutputStream()) {
            input.write((expression + ".\n").getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(call.waitFor()).as(said).isZero();
        assertThat(said).startsWith("{ok, ");
        return said;
    }

    /** What {@code rabbitmqctl} says. */
    String control(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(SCRIPTS.resolve("rabbitmqctl").toString(), "--quiet"));
        command.addAll(List.of(arguments));
        Process control = builder(command).start();
        String said = new String(control.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(control.waitFor()).as(said).isZero();
        return said;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    private void awaitListening() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!isListening()) {
            assertThat(process.isAlive())
                    .as(() -> "the broker runs: " + output())
                    .isTrue();
            assertThat(System.nanoTime()).as("the broker listens").isLessThan(deadline);
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isListening() {
        for (int each : new int[] {port, plaintextPort, streamPort}) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), each)) {
                socket.setTcpNoDelay(true);
            } catch (IOException notYet) {
                return false;
            }
        }
        return true;
    }

    /** All that it has logged so far. */
    String log() {
        try (Stream<Path> logs = Files.list(directory.resolve("log"))) {
            return logs.filter(log -> log.toString().endsWith("localhost.log"))
                    .map(RabbitServer::read)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String output() {
        return read(directory.resolve("output"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void end() {
        try {
            control("stop");
            builder(List.of("epmd", "-port", environment.getOrDefault("ERL_EPMD_PORT", ""), "-kill"))
                    .start()
                    .waitFor();
        } catch (Exception | AssertionError e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        Leftovers.delete(directory);
    }

    private String configuration() {
        return """
                listeners.tcp.1 = 127.0.0.1:%d
                listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.cacertfile = %3$s/clients.crt
                ssl_options.certfile = %3$s/server.crt
                ssl_options.keyfile = %3$s/server.key
                ssl_options.verify = verify_peer
                ssl_options.fail_if_no_peer_cert = true
                ssl_options.versions.1 = tlsv1.3
                ssl_options.versions.2 = tlsv1.2
                auth_mechanisms.1 = EXTERNAL
                auth_mechanisms.2 = PLAIN
                ssl_cert_login_from = common_name
                stream.listeners.tcp = none
                stream.listeners.ssl.1 = 127.0.0.1:%4$d
                stream.advertised_host = localhost
                stream.advertised_tls_port = %4$d
                """.formatted(plaintextPort, port, directory, streamPort);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
