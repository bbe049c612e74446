package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.TlsDerivation;
import io.livetls.TlsSnapshot;
import io.livetls.material.Material;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every native context is freed, once, and none is used after that. */
class NativeMemoryTest {
    private static final int ROTATIONS = 100;
    private static final int THREADS = 3;

    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final CertificateAuthority other = CertificateAuthority.create("Other CA");
    private final IssuedCertificate server = root.issue();

    /** Sees every context that is made. */
    private static final class Seen implements TlsDerivation<OpenSslGeneration> {
        private final Queue<OpenSslGeneration> generations = new ConcurrentLinkedQueue<>();
        private final OpenSslContexts contexts;

        Seen(Rotating handle) {
            this(handle, TicketKeyRotation.Schedule.standard());
        }

        Seen(Rotating handle, TicketKeyRotation.Schedule schedule) {
            ContextSettings settings =
                    new ContextSettings(false, ClientAuth.NONE, List.of(), List.of(), List.of(), List.of(), true);
            this.contexts = new OpenSslContexts(settings, handle.tls(), schedule);
        }

        OpenSslLiveContext follow(Rotating handle) {
            ContextSettings settings =
                    new ContextSettings(false, ClientAuth.NONE, List.of(), List.of(), List.of(), List.of(), true);
            return new OpenSslLiveContext(
                    settings,
                    contexts.handshakes(),
                    handle.tls().derive(this),
                    FollowedHandlers.of(handle.tls(), null));
        }

        @Override
        public OpenSslGeneration derive(TlsSnapshot next, @Nullable OpenSslGeneration previous) {
            OpenSslGeneration made = contexts.derive(next, previous);
            generations.add(made);
            return made;
        }

        @Override
        public void retire(OpenSslGeneration value) {
            contexts.retire(value);
        }

        List<Integer> counts() {
            return generations.stream()
                    .map(generation -> generation.context().refCnt())
                    .toList();
        }
    }

    @Test
    void aReplacedContextLastsAsLongAsItsEngines() {
        try (Rotating handle = Rotating.of(material(server, root))) {
            Seen seen = new Seen(handle);
            OpenSslLiveContext context = seen.follow(handle);
            assertThat(seen.counts()).containsExactly(1);

            SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT);
            SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT, "localhost", 443);
            assertThat(seen.counts()).containsExactly(3);

            handle.rotateTo(material(root.rekey(server), root));
            assertThat(seen.counts()).containsExactly(2, 1);

            ReferenceCountUtil.release(engine);
            ReferenceCountUtil.release(handler.engine());
            assertThat(seen.counts()).containsExactly(0, 1);

            context.close();
            assertThat(seen.counts()).containsExactly(0, 0);
        }
    }

    @Test
    void contextsOfAReloadThatFailsElsewhereAreFreed() {
        try (Rotating handle = Rotating.of(material(server, root))) {
            Seen seen = new Seen(handle);
            seen.follow(handle);
            handle.tls().derive((next, previous) -> {
                if (next.generation() > 1) {
                    throw new IllegalStateException("this one can't");
                }
                return next;
            });

            handle.tryRotateTo(material(root.rekey(server), root));

            assertThat(seen.counts()).containsExactly(1, 0);
        }
    }

    @Test
    void contextsThatCannotBeMadeAreFreed() {
        IssuedCertificate refused = root.issue(leaf -> leaf.key(KeyAlgorithm.ED25519));
        try (Rotating handle = Rotating.of(material(server, root))) {
            Seen seen = new Seen(handle);
            seen.follow(handle);

            handle.tryRotateTo(material(refused, root));
            handle.tls().close();

            assertThat(seen.counts()).containsExactly(0);
        }
    }

    @Test
    void manyThreadsMakeEnginesWhileContextsAndTicketKeysAreReplaced() throws Exception {
        Material one = material(server, root);
        Material two = material(root.rekey(server), root);
        Material three = material(server, root, other);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Rotating handle = Rotating.of(one)) {
            // Each look at it finds the keys due, so each engine replaces them under a live context.
            AtomicLong hastyClock = new AtomicLong();
            long step = TicketKeyRotation.Schedule.DEFAULT_SEALING.toNanos();
            Seen seen = new Seen(
                    handle,
                    new TicketKeyRotation.Schedule(
                            TicketKeyRotation.Schedule.DEFAULT_SEALING, () -> hastyClock.addAndGet(step)));
            OpenSslLiveContext context = seen.follow(handle);
            AtomicBoolean rotating = new AtomicBoolean(true);
            AtomicInteger made = new AtomicInteger();
            CountDownLatch started = new CountDownLatch(THREADS);
            Callable<@Nullable Void> maker = () -> {
                while (rotating.get()) {
                    ReferenceCountUtil.release(context.newEngine(ByteBufAllocator.DEFAULT));
                    ReferenceCountUtil.release(
                            context.newHandler(ByteBufAllocator.DEFAULT).engine());
                    made.addAndGet(2);
                    started.countDown();
                }
                return null;
            };
            List<Future<@Nullable Void>> makers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                makers.add(threads.submit(maker));
            }
            started.await();
            List<Material> round = List.of(two, three, one);
            for (int i = 0; i < ROTATIONS; i++) {
                handle.rotateTo(round.get(i % round.size()));
            }
            rotating.set(false);
            for (Future<@Nullable Void> finished : makers) {
                finished.get();
            }
            context.close();

            assertThat(made).hasValueGreaterThan(THREADS);
            assertThat(seen.counts()).hasSize(ROTATIONS + 1).containsOnly(0);
        } finally {
            threads.shutdownNow();
        }
    }
}
