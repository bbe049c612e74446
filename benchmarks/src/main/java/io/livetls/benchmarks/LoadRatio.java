package io.livetls.benchmarks;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.KeyAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Loading of trust, beside others and beside what nobody can do without: base64 and the JDK's certificate factory. In each
 * round every way loads the same files once, in random order, and is compared with the floor of the same round. Before each
 * load the JDK's certificate cache, which would hand out what the one before has parsed, is filled with others.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=LoadRatio [-Dbenchmark.args="rounds files"]
 * }</pre>
 */
final class LoadRatio {
    private static final int WARM_UP_SHARE = 2;

    private final int rounds;
    private final int files;
    private final CertificateCache cache = new CertificateCache();

    /** One way's times. */
    private static final class Measured {
        private final Loader loader;
        private final double[] millis;
        private final double[] cpuMillis;
        private final double[] bytes;

        Measured(Loader loader, int times) {
            this.loader = loader;
            this.millis = new double[times];
            this.cpuMillis = new double[times];
            this.bytes = new double[times];
        }

        /** How many certificates there were. */
        int load(Path path, int round) throws IOException, GeneralSecurityException {
            AllThreads before = AllThreads.now();
            long start = System.nanoTime();
            int count = loader.load(path);
            millis[round] = (System.nanoTime() - start) / 1e6;
            AllThreads after = AllThreads.now();
            cpuMillis[round] = after.cpuNanosSince(before) / 1e6;
            bytes[round] = after.bytesSince(before);
            return count;
        }
    }

    LoadRatio(int rounds, int files) throws GeneralSecurityException {
        this.rounds = rounds;
        this.files = files;
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 100 : Integer.parseInt(arguments.get(0));
        int files = arguments.size() < 2 ? 10_000 : Integer.parseInt(arguments.get(1));
        return new LoadRatio(rounds, files).run();
    }

    Json run() throws Exception {
        List<Json> results = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            Path bundle = scratch.resolve("bundle.pem");
            int count = writeSystemCas(bundle);
            System.out.println("A bundle of " + count + " CAs");
            // A service has other handles open: the end of the last one would end the process's inotify instance each
            // time.
            Path other = scratch.resolve("other.pem");
            Files.writeString(other, pem(authority("Other", KeyAlgorithm.EC_P256.newKeyPair())));
            try (LiveTls open = LiveTls.builder().trust(other.toString()).build()) {
                System.out.println("Beside " + open);
                results.addAll(measure("bundle", bundle, rounds));
            }
            Path directory = Files.createDirectory(scratch.resolve("cas"));
            System.out.println("A directory of " + files + " CAs");
            writeCas(directory, files);
            results.addAll(measure("directory", directory, Math.max(2, rounds / 10)));
        }
        return Json.object().put("rounds", rounds).put("files", files).put("results", results);
    }

    /** A file for each. */
    static void writeCas(Path directory, int count) throws IOException, GeneralSecurityException {
        KeyPair key = KeyAlgorithm.EC_P256.newKeyPair();
        for (int i = 0; i < count; i++) {
            Files.writeString(directory.resolve(i + ".pem"), pem(authority("CA " + i, key)));
        }
    }

    static X509Certificate authority(String name, KeyPair key) {
        return CertificateAuthority.create(name, options -> options.key(key)).certificate();
    }

    /** The JDK's own trust anchors as PEM; how many there are. */
    static int writeSystemCas(Path file) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        StringBuilder all = new StringBuilder();
        X509Certificate[] trusted = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers();
        for (X509Certificate each : trusted) {
            all.append(pem(each));
        }
        Files.writeString(file, all);
        return trusted.length;
    }

    static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.ISO_8859_1))
                        .encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private List<Json> measure(String what, Path path, int times) throws Exception {
        List<Measured> order = new ArrayList<>();
        for (Loader loader : Loader.values()) {
            order.add(new Measured(loader, times));
        }
        List<Measured> inOrder = List.copyOf(order);
        Random random = new Random(times);
        int expected = Loader.FLOOR.load(path);
        for (int round = -times / WARM_UP_SHARE - 1; round < times; round++) {
            Collections.shuffle(order, random);
            for (Measured each : order) {
                cache.flush();
                int count = each.load(path, Math.max(round, 0));
                if (count != expected) {
                    throw new IllegalStateException(
                            each.loader.title() + " has " + count + " certificates of " + expected);
                }
            }
        }
        return report(what, inOrder);
    }

    private static List<Json> report(String what, List<Measured> all) {
        double[] floor = all.get(0).millis;
        List<Json> results = new ArrayList<>();
        for (Measured each : all) {
            double[] ratios = Medians.ratios(each.millis, floor);
            Json result = Json.object()
                    .put("what", what)
                    .put("how", each.loader.title())
                    .put("millis", Medians.of(each.millis))
                    .putRatio(ratios)
                    .put("cpuMillis", Medians.of(each.cpuMillis))
                    .put("cpuRatio", Medians.of(Medians.ratios(each.cpuMillis, all.get(0).cpuMillis)))
                    .put("bytes", Medians.of(each.bytes));
            System.out.println(result);
            results.add(result);
        }
        return results;
    }
}
