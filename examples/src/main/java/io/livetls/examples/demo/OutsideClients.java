package io.livetls.examples.demo;

import io.livetls.pem.Certificates;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that know nothing of Java, where they are installed: curl, and OpenSSL's {@code s_client}. */
final class OutsideClients {
    private static final long TIMEOUT_SECONDS = 20;
    private static final Pattern SERVER_LINE = Pattern.compile("^server: .*serial ([0-9A-F]+)", Pattern.MULTILINE);
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", Pattern.DOTALL);

    private OutsideClients() {}

    /** Each that is there must see the certificate that is on disk. */
    static void run(Deployment deployment, Report report) throws InterruptedException {
        X509Certificate expected = deployment.serving().certificate().certificate();
        Path files = deployment.calling().directory();
        int port = deployment.server().port();
        for (List<String> command : List.of(curl(files, port), openssl(files, port))) {
            String program = command.get(0);
            if (isInstalled(program)) {
                String seen = seen(command, deployment.directory());
                report.expect(
                        program + " sees serial " + Names.serial(expected)
                                + (seen.equals(Names.serial(expected)) ? "" : ", but it was: " + seen),
                        seen.equals(Names.serial(expected)));
            } else {
                report.fact("skipped", program + " isn't installed");
            }
        }
    }

    /** A request with a client's files. */
    static List<String> curl(Path files, int port) {
        return List.of(
                "curl",
                "-sS",
                "--noproxy",
                "localhost",
                "--cacert",
                files.resolve("ca.crt").toString(),
                "--cert",
                files.resolve("tls.crt").toString(),
                "--key",
                files.resolve("tls.key").toString(),
                "https://localhost:" + port + "/");
    }

    /** A handshake with a client's files. It ends when there is no more input. */
    static List<String> openssl(Path files, int port) {
        return List.of(
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + port,
                "-servername",
                "localhost",
                "-verify_return_error",
                "-CAfile",
                files.resolve("ca.crt").toString(),
                "-cert",
                files.resolve("tls.crt").toString(),
                "-key",
                files.resolve("tls.key").toString());
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv("PATH");
        return path != null
                && Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(path)
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** The serial number, or what the program said instead. */
    private static String seen(List<String> command, Path directory) throws InterruptedException {
        try {
            Path output = directory.resolve(command.get(0) + ".out");
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "nothing within " + TIMEOUT_SECONDS + " s";
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            return process.exitValue() == 0 ? serial(text, directory) : text.strip();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What {@code s_client} prints is the certificate itself; curl gets the server's own word. */
    private static String serial(String text, Path directory) throws IOException {
        Matcher certificate = CERTIFICATE.matcher(text);
        if (certificate.find()) {
            Path file = Files.writeString(directory.resolve("seen.crt"), certificate.group());
            return Names.serial(Certificates.read(file).get(0));
        }
        Matcher line = SERVER_LINE.matcher(text);
        return line.find() ? line.group(1) : text.strip();
    }
}
