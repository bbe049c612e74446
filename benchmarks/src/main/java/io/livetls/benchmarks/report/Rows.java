package io.livetls.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The lines of the table. A new measurement is a {@code Measurement} that leaves a file, and a row here that says where in it
 * the figures are.
 */
final class Rows {
    private static final String[] NETTY_PEERS = {"Netty by hand", "ayza", "gRPC AdvancedTls", "Spring Boot's bundle"};
    private static final String[] LOADERS = {
        "JDK, naively", "BouncyCastle by hand", "Spring Boot's PemContent", "ayza's PemUtils"
    };

    private Rows() {}

    /** The lines for a JDK, of which some goals depend. */
    static List<Row> of(int jdk) {
        List<Row> rows = new ArrayList<>();
        for (String clients : List.of("1500", "10000", "100000")) {
            rows.add(chain(clients, "EC", "returning", jdk < 25 ? 0.25 : 0.40));
        }
        for (String clients : List.of("1500", "10000", "100000")) {
            rows.add(chain(clients, "EC", "first sight, native", jdk < 25 ? 0.45 : 0.60));
        }
        rows.add(chain("1500", "RSA", "returning", 0.60));
        rows.add(chain("1500", "RSA", "first sight, native", 0.60));
        rows.add(Row.of(
                        "JSSE handshake by a native provider, against the JDK's",
                        Unit.RATIO,
                        Goal.atMost(0.35, Unit.RATIO),
                        Pick.ratio("NativeJsseRatio", "variant", "live, native"))
                .peer("JDK", Pick.ratio("NativeJsseRatio", "variant", "JDK"))
                .build());
        reconnecting(rows);
        loading(rows);
        firstUse(rows);
        following(rows);
        scale(rows);
        liveAgainstStatic(rows);
        return rows;
    }

    private static Row chain(String clients, String key, String variant, double goal) {
        String what = "Server's CPU, mTLS handshake, " + (key.equals("EC") ? "P-256" : "RSA-2048") + ", "
                + String.format(Locale.ROOT, "%,d", Integer.parseInt(clients)) + " clients, "
                + (variant.equals("returning") ? "returning" : "at first sight");
        Row.Builder row = Row.of(what, Unit.RATIO, Goal.atMost(goal, Unit.RATIO), pick(clients, key, variant));
        for (String peer : NETTY_PEERS) {
            row.peer(peer, pick(clients, key, peer));
        }
        row.peer("JDK's engine", pick(clients, key, "JDK, naively"));
        return row.reference("no check at all", pick(clients, key, "no check")).build();
    }

    private static Pick pick(String clients, String key, String variant) {
        return Pick.ratio("ChainRatio", "clients", clients, "key", key, "variant", variant);
    }

    private static void reconnecting(List<Row> rows) {
        String name = "ReconnectAfterRotation";
        String[] after = {"clients", "again after each rotation", "server"};
        rows.add(Row.of(
                        "Clients that reconnect after a rotation: resumed",
                        Unit.PERCENT,
                        Goal.atLeast(99, Unit.PERCENT),
                        Pick.of(name, "resumedPercent", after[0], after[1], after[2], "live"))
                .peer("Netty by hand", Pick.of(name, "resumedPercent", after[0], after[1], after[2], "Netty by hand"))
                .build());
        rows.add(Row.of(
                        "Clients that reconnect after a rotation: server's CPU for each",
                        Unit.MICROSECONDS,
                        null,
                        Pick.of(name, "serverCpuMicros", after[0], after[1], after[2], "live"))
                .peer("Netty by hand", Pick.of(name, "serverCpuMicros", after[0], after[1], after[2], "Netty by hand"))
                .build());
    }

    private static void loading(List<Row> rows) {
        rows.add(load("A bundle of the JDK's own CAs, against the floor", 1.10, "what", "bundle"));
        rows.add(load("A directory of 10,000 CAs, against the floor", 1.05, "files", "10000", "what", "directory"));
        Row.Builder reload = Row.of(
                "One new file among 10,000, against the first load",
                Unit.FINE_RATIO,
                Goal.atMost(0.03, Unit.RATIO),
                Pick.ratio("ReloadRatio", "files", "10000", "how", "LiveTLS, by the event: CPU"));
        for (String loader : LOADERS) {
            reload.peer(loader, Pick.ratio("ReloadRatio", "files", "10000", "how", loader));
        }
        rows.add(reload.reference(
                        "by reload(), which reads all",
                        Pick.ratio("ReloadRatio", "files", "10000", "how", "LiveTLS, reload()"))
                .build());
    }

    private static Row load(String what, double goal, String... of) {
        Row.Builder row = Row.of(what, Unit.RATIO, Goal.atMost(goal, Unit.RATIO), loaded("LiveTLS, certificates", of));
        for (String loader : LOADERS) {
            row.peer(loader, loaded(loader, of));
        }
        return row.reference("floor", loaded("floor", of))
                .reference("a whole handle", loaded("LiveTLS, a whole handle", of))
                .build();
    }

    private static Pick loaded(String how, String... of) {
        String[] where = Arrays.copyOf(of, of.length + 2);
        where[of.length] = "how";
        where[of.length + 1] = how;
        return Pick.ratio("LoadRatio", where);
    }

    private static void firstUse(List<Row> rows) {
        String key = "a PKCS#1 key";
        Row.Builder first = Row.of(
                "The first PKCS#1 key of a JVM, against the floor",
                Unit.RATIO,
                Goal.atMost(2, Unit.RATIO),
                Pick.ratio("FirstUse", "what", key, "how", "LiveTLS"));
        for (String peer : List.of("BouncyCastle by hand", "Spring Boot", "ayza")) {
            first.peer(peer, Pick.ratio("FirstUse", "what", key, "how", peer));
        }
        rows.add(first.build());
        String bundle = "a bundle of the JDK's CAs";
        Row.Builder second = Row.of(
                "The first bundle of CAs of a JVM, against the floor",
                Unit.RATIO,
                Goal.atMost(1, Unit.RATIO),
                Pick.ratio("FirstUse", "what", bundle, "how", "LiveTLS, certificates"));
        for (String loader : LOADERS) {
            second.peer(loader, Pick.ratio("FirstUse", "what", bundle, "how", loader));
        }
        rows.add(second.build());
    }

    private static void following(List<Row> rows) {
        rows.add(Row.of(
                        "A swap of ..data to the first new handshake, p99 (others: median)",
                        Unit.MILLISECONDS,
                        Goal.atMost(20, Unit.MILLISECONDS),
                        Pick.of("SwapToHandshake", "p99Millis", "change", "swap of ..data"))
                .peer(
                        "Spring Boot, reload-on-update",
                        Pick.of("SwapPeers", "p50", "what", "Spring Boot's bundle, reload-on-update"))
                .peer(
                        "gRPC AdvancedTls, every minute",
                        Pick.of("SwapPeers", "p50", "what", "gRPC AdvancedTls, every minute"))
                .build());
        rows.add(Row.of(
                        "tls.crt and tls.key written in place to the first new handshake, p99",
                        Unit.MILLISECONDS,
                        Goal.atMost(400, Unit.MILLISECONDS),
                        Pick.of("SwapToHandshake", "p99Millis", "change", "tls.crt and tls.key written in place"))
                .build());
    }

    private static void scale(List<Row> rows) {
        rows.add(scale(
                "A swap among 10,000 handles to its publication, p99", Unit.MILLISECONDS, "millisToPublishedP99"));
        rows.add(scale(
                "A swap among 10,000 handles to its publication, median", Unit.MILLISECONDS, "millisToPublishedP50"));
        rows.add(scale("10,000 handles: heap of each", Unit.KILOBYTES, "heapKilobytesPerHandle"));
        rows.add(scale("10,000 handles: building one, CPU", Unit.MILLISECONDS, "buildCpuMillisPerHandle"));
        rows.add(scale(
                "10,000 handles: CPU in a second at rest, all of them", Unit.MILLISECONDS, "cpuMillisPerSecondAtRest"));
        for (String kind : List.of("exact", "wildcard")) {
            rows.add(Row.of(
                            "Look-up of a name among 10,000 (SNI), CPU: " + kind,
                            Unit.NANOSECONDS,
                            null,
                            Pick.of("ManyHandles", "cpuNanosPerLookUp", "names", "10000", "kind", kind))
                    .reference("among 10", Pick.of("ManyHandles", "cpuNanosPerLookUp", "names", "10", "kind", kind))
                    .build());
        }
    }

    private static Row scale(String what, Unit unit, String value) {
        return Row.of(what, unit, null, Pick.of("ManyHandles", value, "handles", "10000"))
                .reference("among 10", Pick.of("ManyHandles", value, "handles", "10"))
                .build();
    }

    private static void liveAgainstStatic(List<Row> rows) {
        String[][] stacks = {{"JSSE", "JSSE"}, {"NETTY_JDK", "Netty, JDK"}, {"NETTY_BORINGSSL", "Netty, BoringSSL"}};
        for (String[] stack : stacks) {
            rows.add(live("Handshakes, CPU, live against static: " + stack[1], "HandshakeRatio", stack[0], "ratio")
                    .reference(
                            "as by default: chains remembered",
                            Pick.ratio("HandshakeRatio", "stack", stack[0], "variant", "live both, as by default"))
                    .build());
        }
        for (String[] stack : List.of(stacks[1], stacks[2])) {
            rows.add(Row.of(
                            "gRPC calls, CPU, live against static: " + stack[1],
                            Unit.FINE_RATIO,
                            Goal.noDearer(),
                            Pick.of("GrpcRatio", "cpuRatio", "stack", stack[0], "variant", "LIVE"))
                    .reference(
                            "static again",
                            Pick.of("GrpcRatio", "cpuRatio", "stack", stack[0], "variant", "STATIC_AGAIN"))
                    .build());
        }
        for (String[] stack : stacks) {
            rows.add(live(
                            "Open connections, CPU for a byte, live against static: " + stack[1],
                            "ThroughputRatio",
                            stack[0],
                            "ratio")
                    .build());
        }
    }

    private static Row.Builder live(String what, String measurement, String stack, String value) {
        return Row.of(
                        what,
                        Unit.FINE_RATIO,
                        Goal.noDearer(),
                        Pick.of(measurement, value, "stack", stack, "variant", "live both"))
                .reference("static again", Pick.of(measurement, value, "stack", stack, "variant", "static again"));
    }
}
