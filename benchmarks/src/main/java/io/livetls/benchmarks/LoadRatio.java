package io.livetls.benchmarks;

import io.livetls.testing.CertificateAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
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
    /** The JDK's cache holds 750. */
    private static final int FLUSH = 1_000;

    private static final int WARM_UP_SHARE = 2;

    private final int rounds;
    private final int files;
    private final KeyPair key = CertificateAuthority.create("key").keyPair();
    private final List<byte[]> others = new ArrayList<>();

    /** One way's times. */
    private static final class Measured {
        private final Loader loader;
        private final double[] millis;

        Measured(Loader loader, double[] millis) {
            this.loader = loader;
            this.millis = millis;
        }
    }

    LoadRatio(int rounds, int files) {
        this.rounds = rounds;
        this.files = files;
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 100 : Integer.parseInt(arguments.get(0));
        int files = arguments.size() < 2 ? 10_000 : Integer.parseInt(arguments.get(1));
        return new LoadRatio(rounds, files).run();
    }

    Json run() throws Exception {
        for (int i = 0; i < FLUSH; i++) {
            others.add(authority("Other " + i).getEncoded());
        }
        List<Json> results = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            Path bundle = scratch.resolve("bundle.pem");
            int count = writeSystemCas(bundle);
            results.addAll(measure("a bundle of the JDK's " + count + " CAs", bundle, rounds));
            Path directory = Files.createDirectory(scratch.resolve("cas"));
            for (int i = 0; i < files; i++) {
                Files.writeString(directory.resolve(i + ".pem"), pem(authority("CA " + i)));
            }
            results.addAll(measure("a directory of " + files + " CAs", directory, Math.max(2, rounds / 10)));
        }
        return Json.object().put("rounds", rounds).put("results", results);
    }

    private X509Certificate authority(String name) {
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

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.ISO_8859_1))
                        .encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private List<Json> measure(String what, Path path, int times) throws Exception {
        List<Measured> order = new ArrayList<>();
        for (Loader loader : Loader.values()) {
            order.add(new Measured(loader, new double[times]));
        }
        List<Measured> inOrder = List.copyOf(order);
        Random random = new Random(times);
        int expected = Loader.FLOOR.load(path);
        for (int round = -times / WARM_UP_SHARE - 1; round < times; round++) {
            Collections.shuffle(order, random);
            for (Measured each : order) {
                flush();
                long start = System.nanoTime();
                int count = each.loader.load(path);
                each.millis[Math.max(round, 0)] = (System.nanoTime() - start) / 1e6;
                if (count != expected) {
                    throw new IllegalStateException(
                            each.loader.title() + " has " + count + " certificates of " + expected);
                }
            }
        }
        return report(what, inOrder);
    }

    private void flush() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (byte[] each : others) {
            factory.generateCertificate(new ByteArrayInputStream(each));
        }
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
                    .put("ratio", Medians.of(ratios))
                    .put("ratioLow", Medians.low(ratios))
                    .put("ratioHigh", Medians.high(ratios));
            System.out.println(result);
            results.add(result);
        }
        return results;
    }
}
