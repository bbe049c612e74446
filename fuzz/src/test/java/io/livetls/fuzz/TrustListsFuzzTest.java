package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.livetls.pem.Certificates;
import io.livetls.source.CertificateCache;
import io.livetls.source.PemTrust;
import io.livetls.source.Reading;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Comma lists of files and directories: trust in exactly the certificates that are there, or a refusal. */
class TrustListsFuzzTest {
    private static final List<String> NAMES = List.of(
            "a.pem", "b.crt", "c.cer", "D.PEM", "e.txt", ".hidden.pem", "f", "0a1b2c3d.0", "g g.pem", "\u00fc.crt");
    private static final List<String> SEPARATORS = List.of(",", ", ", " ,", "\n,\t", ",,", ";", " ", "");
    private static final int MOST_FILES = 4;
    private static final int MOST_PARTS = 4;

    static Stream<byte[]> seeds() {
        return Documents.scripts();
    }

    @MethodSource("seeds")
    @FuzzTest
    void trustLists(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        Quiet.logging();
        Script script = new Script(input);
        Path directory = Scratch.emptied();
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (int files = script.below(MOST_FILES); files > 0; files--) {
            byte[] content = content(script);
            contents.writeBytes(content);
            Scratch.write(directory.resolve(script.one(NAMES)), content);
        }
        StringBuilder list = new StringBuilder();
        for (int parts = 1 + script.below(MOST_PARTS); parts > 0; parts--) {
            list.append(part(directory, script)).append(parts > 1 ? script.one(SEPARATORS) : "");
        }
        Outcome.of(() -> trusted(list.toString()), Secrets.of(contents.toByteArray()))
                .success()
                .ifPresent(trusted -> {
                    Findings.require(!trusted.isEmpty(), "empty trust");
                    Findings.require(trusted.equals(expected(list.toString())), "not the certificates of " + list);
                });
    }

    private static byte[] content(Script script) {
        return script.flag()
                ? Documents.OF_CERTIFICATES.written(script)
                : PemLayout.block("CERTIFICATE", "", script.one(SeedCertificates.CERTIFICATES), new Script(new byte[0]))
                        .getBytes(StandardCharsets.US_ASCII);
    }

    private static String part(Path directory, Script script) {
        return switch (script.below(5)) {
            case 0 -> directory.toString();
            case 1 -> directory + "/../" + directory.getFileName() + "/" + script.one(NAMES);
            case 2 -> new String(script.bytes(12), StandardCharsets.ISO_8859_1);
            default -> directory.resolve(script.one(NAMES)).toString();
        };
    }

    private static Set<X509Certificate> trusted(String list) {
        PemTrust trust = PemTrust.parse(list);
        try (Reading reading = Reading.of(trust.paths())) {
            return Set.copyOf(Objects.requireNonNull(
                            trust.load(reading, new CertificateCache()).trust())
                    .certificates());
        }
    }

    /** By other means: each file that the list names, and those of its directories that end as trust does. */
    private static Set<X509Certificate> expected(String list) {
        Set<X509Certificate> expected = new HashSet<>();
        for (String part : list.split(",", -1)) {
            Path path = Path.of(part.strip());
            if (Files.isDirectory(path)) {
                for (String name : List.of("a.pem", "b.crt", "c.cer", "D.PEM", "g g.pem", "\u00fc.crt")) {
                    if (Files.exists(path.resolve(name))) {
                        expected.addAll(Certificates.read(path.resolve(name)));
                    }
                }
            } else {
                expected.addAll(Certificates.read(path));
            }
        }
        return expected;
    }
}
