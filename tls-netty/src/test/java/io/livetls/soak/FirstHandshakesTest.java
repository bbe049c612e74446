package io.livetls.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import io.livetls.netty.LiveSslContext;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.NettyTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What a new context gets ready for its first handshake is freed with it, also when two handshakes are the first. A soak
 * run meets that by chance, once in many; here it happens again and again.
 */
@Tag("soak")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the rest of the soak, whose JVM this shares, is for Linux")
class FirstHandshakesTest {
    /** Netty's caching key manager left key material behind 7 to 30 times in as many. */
    private static final int CONTEXTS = 2_000;

    private static final int AT_ONCE = 2;

    /** One handshake begins up to this much later: about what the other takes to parse the key. */
    private static final int STAGGER_NANOS = 100_000;

    private static final String KEY_MATERIAL = "io.netty.handler.ssl.DefaultOpenSslKeyMaterial";

    @BeforeAll
    static void watchNativeMemory() {
        NativeLeaks.watch();
    }

    @Test
    void keyMaterialIsFreedHoweverTheFirstHandshakesOfAContextMeet() throws Exception {
        IssuedCertificate server = CertificateAuthority.create("Test root").issue();
        ByteBuffer hello = clientHello();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (LiveTls tls =
                LiveTls.builder().identity(server.privateKey(), server.chain()).build()) {
            for (int i = 0; i < CONTEXTS; i++) {
                try (LiveSslContext context =
                        NettyTls.server(tls).engine(NettyEngine.OPENSSL).build()) {
                    CyclicBarrier together = new CyclicBarrier(AT_ONCE);
                    Callable<HandshakeStatus> first = () -> answer(context, hello.duplicate(), together);
                    for (Future<HandshakeStatus> one : threads.invokeAll(List.of(first, first))) {
                        assertThat(one.get()).as("there is an answer").isEqualTo(HandshakeStatus.NEED_WRAP);
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(Wait.until(() -> HeapCensus.take().of(KEY_MATERIAL) == 0))
                .as("nobody holds key material any more")
                .isTrue();
        assertThat(NativeLeaks.kindsWatched()).as("leak detectors").isPositive();
        assertThat(NativeLeaks.found())
                .as("native memory that was never released")
                .isEmpty();
    }

    /** Takes a ClientHello, and chooses the certificate to answer with at about the time when all others do. */
    private static HandshakeStatus answer(LiveSslContext context, ByteBuffer hello, CyclicBarrier together)
            throws Exception {
        SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT);
        try {
            engine.unwrap(hello, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
            if (together.await() == 0) {
                stagger();
            }
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            return engine.getHandshakeStatus();
        } finally {
            ReferenceCountUtil.release(engine);
        }
    }

    /** Nothing is waited for: it only spreads the ways in which two handshakes meet. */
    private static void stagger() {
        long end = System.nanoTime() + ThreadLocalRandom.current().nextInt(STAGGER_NANOS);
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private static ByteBuffer clientHello() throws GeneralSecurityException, SSLException {
        SSLEngine client = SSLContext.getDefault().createSSLEngine();
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), hello);
        return hello.flip();
    }
}
