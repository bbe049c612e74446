package io.livetls.grpc;

import io.livetls.testing.IssuedCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** gRPC's client for Python in a process of its own: gRPC's C core, with its own TLS. */
final class PythonClient implements AutoCloseable {
    private final Process process;
    private final OutputStream commands;
    private final BufferedReader answers;

    private PythonClient(Process process) {
        this.process = process;
        this.commands = process.getOutputStream();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A Python that has gRPC: the user's, or that of Debian's packages. */
    static Optional<String> interpreter() throws InterruptedException {
        for (String candidate : List.of("python3", "/usr/bin/python3")) {
            try {
                Process probe = new ProcessBuilder(candidate, "-c", "import grpc")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (probe.waitFor() == 0) {
                    return Optional.of(candidate);
                }
            } catch (IOException e) {
                // There is no such program.
            }
        }
        return Optional.empty();
    }

    static PythonClient of(String python, Path directory, int port, String trustPem, IssuedCertificate identity)
            throws IOException {
        Path script = directory.resolve("client.py");
        try (InputStream source = PythonClient.class.getResourceAsStream("client.py")) {
            Files.write(script, source == null ? new byte[0] : source.readAllBytes());
        }
        return new PythonClient(new ProcessBuilder(
                        python,
                        script.toString(),
                        "localhost:" + port,
                        Files.writeString(directory.resolve("ca.crt"), trustPem).toString(),
                        Files.writeString(directory.resolve("tls.crt"), identity.certificatePem())
                                .toString(),
                        Files.writeString(directory.resolve("tls.key"), identity.privateKeyPem())
                                .toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** On the channel that is there: who the server says is calling, or the status. */
    String call() throws IOException {
        return ask("call");
    }

    String callOnANewChannel() throws IOException {
        return ask("new");
    }

    private String ask(String command) throws IOException {
        commands.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        commands.flush();
        return String.valueOf(answers.readLine());
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
