package io.livetls.benchmarks;

import io.livetls.pem.PrivateKeys;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.KeyAlgorithm;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import nl.altindag.ssl.pem.util.PemUtils;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * What the first use of all costs: each measurement is a JVM of its own, and counts from right before the call until its
 * result is there, classes loaded included. In each round every way has its turn, in random order. Each has its own library
 * first on the class path, or it would pay for looking through the others'.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=FirstUse [-Dbenchmark.args="rounds"]
 * }</pre>
 */
final class FirstUse {
    /** In what order a PKCS#1 key becomes a PKCS#8 one: RFC 5208 around RFC 8017, for rsaEncryption. */
    private static final byte[] ALGORITHM = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    /** Parts of the names of the artifacts that each way needs. */
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "LiveTLS", List.of("tls-core", "bcpkix", "bcutil", "bcprov"),
            "BouncyCastle", List.of("bcpkix", "bcutil", "bcprov"),
            "Spring Boot", List.of("spring-boot", "spring-core", "commons-logging"),
            "ayza", List.of("ayza", "slf4j"));

    private static final String[] KEYS = {"floor", "LiveTLS", "BouncyCastle by hand", "Spring Boot", "ayza"};

    private FirstUse() {}

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 21 : Integer.parseInt(arguments.get(0));
        try (Scratch scratch = Scratch.create()) {
            Path key = scratch.resolve("tls.key");
            Files.writeString(
                    key,
                    CertificateAuthority.create("CA", options -> options.key(KeyAlgorithm.RSA_2048))
                            .issue(leaf -> leaf.key(KeyAlgorithm.RSA_2048))
                            .traditionalPrivateKeyPem());
            Path bundle = scratch.resolve("ca.pem");
            LoadRatio.writeSystemCas(bundle);
            List<Json> results = new ArrayList<>(measure("a PKCS#1 key", key, List.of(KEYS), rounds));
            List<String> loaders = new ArrayList<>();
            for (Loader loader : Loader.values()) {
                loaders.add(loader.name());
            }
            results.addAll(measure("a bundle of the JDK's CAs", bundle, loaders, rounds));
            return Json.object().put("rounds", rounds).put("results", results);
        }
    }

    private static List<Json> measure(String what, Path file, List<String> ways, int rounds) throws Exception {
        double[][] millis = new double[ways.size()][rounds];
        List<Integer> order = new ArrayList<>();
        for (int way = 0; way < ways.size(); way++) {
            order.add(way);
        }
        Random random = new Random(rounds);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (int way : order) {
                millis[way][round] = inAJvm(ways.get(way), file);
            }
        }
        List<Json> results = new ArrayList<>();
        for (int way = 0; way < ways.size(); way++) {
            double[] ratios = Medians.ratios(millis[way], millis[0]);
            Json result = Json.object()
                    .put("what", what)
                    .put("how", title(ways.get(way)))
                    .put("millis", Medians.of(millis[way]))
                    .putRatio(ratios);
            System.out.println(result);
            results.add(result);
        }
        return results;
    }

    private static String title(String way) {
        return Stream.of(Loader.values())
                .filter(each -> each.name().equals(way))
                .map(Loader::title)
                .findFirst()
                .orElse(way);
    }

    private static double inAJvm(String way, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(title(way)),
                        "io.livetls.benchmarks.FirstUse$Once",
                        way,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(way + " fails in a JVM of its own: " + printed);
        }
        return Long.parseLong(printed) / 1e6;
    }

    /** The benchmark itself, what this way needs, and then the rest. */
    private static String classPath(String title) {
        String[] all = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        Set<String> ordered = new LinkedHashSet<>(List.of(all[0]));
        for (Map.Entry<String, List<String>> library : LIBRARIES.entrySet()) {
            if (title.startsWith(library.getKey())) {
                Stream.of(all)
                        .filter(entry -> library.getValue().stream().anyMatch(entry::contains))
                        .forEach(ordered::add);
            }
        }
        ordered.addAll(List.of(all));
        return String.join(File.pathSeparator, ordered);
    }

    /** The other JVM. */
    static final class Once {
        private Once() {}

        /**
         * Prints nanoseconds.
         *
         * @param arguments a way and a file
         */
        public static void main(String[] arguments) throws IOException, GeneralSecurityException {
            Path file = Path.of(arguments[1]);
            long start = System.nanoTime();
            boolean done = file.toString().endsWith(".key")
                    ? key(arguments[0], file) != null
                    : Loader.valueOf(arguments[0]).load(file) > 0;
            long nanos = System.nanoTime() - start;
            if (!done) {
                throw new IllegalStateException("nothing was loaded");
            }
            System.out.println(nanos);
        }

        private static @Nullable PrivateKey key(String way, Path file) throws IOException, GeneralSecurityException {
            return switch (way) {
                case "floor" -> floor(file);
                case "LiveTLS" -> PrivateKeys.read(file, null);
                case "Spring Boot" -> PemContent.load(file).getPrivateKey();
                case "ayza" -> PemUtils.loadPrivateKey(file);
                default -> bouncyCastle(file);
            };
        }

        private static PrivateKey bouncyCastle(Path file) throws IOException {
            try (PEMParser parser = new PEMParser(new FileReader(file.toFile(), StandardCharsets.ISO_8859_1))) {
                return new JcaPEMKeyConverter()
                        .getKeyPair((PEMKeyPair) parser.readObject())
                        .getPrivate();
            }
        }

        /** base64, a header in front, and the JDK's key factory. */
        private static PrivateKey floor(Path file) throws IOException, GeneralSecurityException {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            byte[] rsa = Base64.getMimeDecoder()
                    .decode(text.substring(text.indexOf('\n'), text.indexOf("-----END"))
                            .getBytes(StandardCharsets.ISO_8859_1));
            byte[] inner = concatenated(ALGORITHM, tagged(0x04, rsa));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(tagged(0x30, inner)));
        }

        private static byte[] tagged(int tag, byte[] content) {
            byte[] header = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
            return concatenated(header, content);
        }

        private static byte[] concatenated(byte[] first, byte[] second) {
            byte[] all = new byte[first.length + second.length];
            System.arraycopy(first, 0, all, 0, first.length);
            System.arraycopy(second, 0, all, first.length, second.length);
            return all;
        }
    }
}
