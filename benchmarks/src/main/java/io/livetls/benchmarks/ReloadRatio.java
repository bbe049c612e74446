package io.livetls.benchmarks;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.KeyAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One new file in a directory of many CAs: what it takes until it is trusted, as a share of the first load in the same round.
 * A live handle is told once by {@code reload()} and once by the event alone, where what counts is the CPU time of all threads:
 * the rest is the time of quiet that is waited for. Others load everything again.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=ReloadRatio [-Dbenchmark.args="rounds files"]
 * }</pre>
 */
final class ReloadRatio {
    private static final Duration NO_POLL = Duration.ofHours(1);
    private static final long DEADLINE_SECONDS = 60;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final List<Loader> OTHERS =
            List.of(Loader.FLOOR, Loader.JDK, Loader.BOUNCY_CASTLE, Loader.SPRING, Loader.AYZA);

    private final int rounds;
    private final int files;
    private final KeyPair key = KeyAlgorithm.EC_P256.newKeyPair();
    private final CertificateCache cache = new CertificateCache();
    private final List<Share> shares = new ArrayList<>();
    private int added;

    /** One way's loads: the first one, and the one after a file was added. */
    private static final class Share {
        private final String name;
        private final double[] firstMillis;
        private final double[] againMillis;
        private final double[] againBytes;

        Share(String name, int rounds) {
            this.name = name;
            this.firstMillis = new double[rounds];
            this.againMillis = new double[rounds];
            this.againBytes = new double[rounds];
        }

        Json toJson() {
            double[] ratios = Medians.ratios(againMillis, firstMillis);
            return Json.object()
                    .put("how", name)
                    .put("firstMillis", Medians.of(firstMillis))
                    .put("againMillis", Medians.of(againMillis))
                    .putRatio(ratios)
                    .put("bytes", Medians.of(againBytes));
        }
    }

    /** What a piece of work took. */
    private record Took(double millis, double cpuMillis, double bytes) {}

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    ReloadRatio(int rounds, int files) throws GeneralSecurityException {
        this.rounds = rounds;
        this.files = files;
    }

    static Json main(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? 15 : Integer.parseInt(arguments.get(0));
        int files = arguments.size() < 2 ? 10_000 : Integer.parseInt(arguments.get(1));
        return new ReloadRatio(rounds, files).run();
    }

    Json run() throws Exception {
        Share byCall = share("LiveTLS, reload()");
        Share byEvent = share("LiveTLS, by the event: CPU");
        List<Share> others = OTHERS.stream().map(each -> share(each.title())).toList();
        try (Scratch scratch = Scratch.create()) {
            Path directory = Files.createDirectory(scratch.resolve("cas"));
            LoadRatio.writeCas(directory, files);
            for (int round = -Math.max(1, rounds / 3); round < rounds; round++) {
                byCall(directory, byCall, Math.max(round, 0));
                byEvent(directory, byEvent, Math.max(round, 0));
                for (int i = 0; i < OTHERS.size(); i++) {
                    loadTwice(OTHERS.get(i), directory, others.get(i), Math.max(round, 0));
                }
            }
        }
        List<Json> results = shares.stream().map(Share::toJson).toList();
        results.forEach(System.out::println);
        return Json.object().put("rounds", rounds).put("files", files).put("results", results);
    }

    private Share share(String name) {
        Share share = new Share(name, rounds);
        shares.add(share);
        return share;
    }

    /** Files are made in another directory first: no look may find half of one. */
    private Path made(Path directory) throws IOException, GeneralSecurityException {
        String name = "added-" + added++ + ".pem";
        Path made = directory.resolveSibling(name);
        Files.writeString(made, LoadRatio.pem(LoadRatio.authority(name, key)));
        return made;
    }

    private static void add(Path made, Path directory) throws IOException {
        Files.move(made, directory.resolve(made.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private void loadTwice(Loader loader, Path directory, Share share, int round) throws Exception {
        cache.flush();
        share.firstMillis[round] = measured(() -> loader.load(directory)).millis;
        add(made(directory), directory);
        cache.flush();
        Took again = measured(() -> loader.load(directory));
        share.againMillis[round] = again.millis;
        share.againBytes[round] = again.bytes;
    }

    private void byCall(Path directory, Share share, int round) throws Exception {
        cache.flush();
        List<LiveTls> built = new ArrayList<>();
        share.firstMillis[round] = measured(() -> built.add(handle(directory))).millis;
        try (LiveTls tls = built.get(0)) {
            int before = trusted(tls);
            add(made(directory), directory);
            cache.flush();
            // An update: the event, after which 200 ms of quiet are waited for, was not the first to look.
            Took again = measured(() -> expectUpdate(tls.reload()));
            share.againMillis[round] = again.millis;
            share.againBytes[round] = again.bytes;
            expectOneMore(before, tls);
        }
    }

    @SuppressWarnings("try") // nothing is asked of the registration
    private void byEvent(Path directory, Share share, int round) throws Exception {
        cache.flush();
        List<LiveTls> built = new ArrayList<>();
        share.firstMillis[round] = measured(() -> built.add(handle(directory))).cpuMillis;
        BlockingQueue<ReloadResult> told = new LinkedBlockingQueue<>();
        try (LiveTls tls = built.get(0);
                LiveTls.Registration registration = tls.onReload(told::add)) {
            int before = trusted(tls);
            Path made = made(directory);
            cache.flush();
            Took again = measured(() -> {
                add(made, directory);
                expectUpdate(told.poll(DEADLINE_SECONDS, TimeUnit.SECONDS));
            });
            share.againMillis[round] = again.cpuMillis;
            share.againBytes[round] = again.bytes;
            expectOneMore(before, tls);
        }
    }

    private static LiveTls handle(Path directory) {
        return LiveTls.builder()
                .trust(directory.toString())
                .reloadInterval(NO_POLL)
                .build();
    }

    private static Took measured(Work work) throws Exception {
        AllThreads before = AllThreads.now();
        long begin = System.nanoTime();
        work.run();
        long end = System.nanoTime();
        AllThreads after = AllThreads.now();
        return new Took(
                (end - begin) / NANOS_PER_MILLI,
                after.cpuNanosSince(before) / NANOS_PER_MILLI,
                after.bytesSince(before));
    }

    private static void expectUpdate(@Nullable ReloadResult result) {
        if (!(result instanceof ReloadResult.Updated)) {
            throw new IllegalStateException("no new generation: " + result);
        }
    }

    private static void expectOneMore(int before, LiveTls tls) {
        if (trusted(tls) != before + 1) {
            throw new IllegalStateException("after one new CA there are " + trusted(tls) + ", before " + before);
        }
    }

    private static int trusted(LiveTls tls) {
        TrustAnchors trust = tls.current().trustAnchors();
        return trust == null ? 0 : trust.certificates().size();
    }
}
