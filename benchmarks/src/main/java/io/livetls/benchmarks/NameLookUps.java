package io.livetls.benchmarks;

import io.livetls.LiveTls;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.NettyTls;
import io.livetls.netty.SniTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What it takes to find the context of the name that a client asks for (SNI), against the number of names. */
final class NameLookUps {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 10_000;

    private final int rounds;
    private final Method find;
    private final IssuedCertificate identity =
            CertificateAuthority.create("Names").issue();

    NameLookUps(int rounds) throws ReflectiveOperationException {
        this.rounds = rounds;
        // Through a handler it would drown in what a ClientHello costs otherwise.
        this.find = SniTls.class.getDeclaredMethod("find", String.class);
        find.setAccessible(true);
    }

    List<Json> run(int... counts) throws Exception {
        List<Json> results = new ArrayList<>();
        for (int count : counts) {
            try (LiveTls tls = LiveTls.builder()
                            .identity(identity.privateKey(), identity.chain())
                            .build();
                    SniTls names = names(tls, count)) {
                results.add(measure(names, count, "exact", "name-%d.example"));
                results.add(measure(names, count, "wildcard", "any.zone-%d.example"));
            }
        }
        return results;
    }

    /** Half of them are exact. All are of one handle: it is the names that count. */
    private static SniTls names(LiveTls tls, int count) {
        SniTls.Builder builder = NettyTls.sni().options(context -> context.engine(NettyEngine.JDK));
        for (int i = 0; i < count; i += 2) {
            builder.host("name-" + i + ".example", tls).host("*.zone-" + i + ".example", tls);
        }
        return builder.strict();
    }

    private Json measure(SniTls names, int count, String kind, String pattern) throws Exception {
        Random random = new Random(count);
        String[] asked = new String[BATCH];
        Arrays.setAll(asked, i -> pattern.formatted(random.nextInt(count / 2) * 2));
        double[] nanos = new double[rounds];
        // The first half warms up.
        for (int round = -rounds; round < rounds; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            for (String name : asked) {
                if (find.invoke(names, name) == null) {
                    throw new IllegalStateException("no context for " + name);
                }
            }
            if (round >= 0) {
                nanos[round] = (double) (THREADS.getCurrentThreadCpuTime() - begin) / BATCH;
            }
        }
        Json result = Json.object()
                .put("names", count)
                .put("kind", kind)
                .put("cpuNanosPerLookUp", Medians.of(nanos))
                .put("low", Medians.low(nanos))
                .put("high", Medians.high(nanos));
        System.out.println(result);
        return result;
    }
}
