package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.HandleNames;
import io.livetls.LiveTls;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.NettyTls;
import io.livetls.testing.SecretVolume;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCounted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kafka doesn't close, or doesn't know how to. */
@Timeout(60)
class DroppedTest {
    @TempDir
    private Path directory;

    @Test
    void aNativeEngineIsGivenBackWithItsConnection() throws SSLException {
        try (Scene scene = new Scene()) {
            SSLEngine inner = nativeEngine(scene);
            SSLEngine engine = ReleasingEngine.over(inner);
            assertThat(((ReferenceCounted) inner).refCnt()).isEqualTo(1);
            // As SslTransportLayer does it.
            engine.closeOutbound();
            engine.closeInbound();
            assertThat(((ReferenceCounted) inner).refCnt()).isZero();
            engine.closeInbound();
            assertThat(engine.isInboundDone()).isTrue();
            assertThat(engine.getSession()).isNotNull();
        }
    }

    @Test
    void aNativeEngineThatIsDroppedIsGivenBackByTheCollector() {
        try (Scene scene = new Scene()) {
            SSLEngine inner = nativeEngine(scene);
            assertThat(ReleasingEngine.over(inner)).isNotSameAs(inner);
            collectUntil(() -> ((ReferenceCounted) inner).refCnt() == 0);
        }
    }

    @Test
    void aFactoryThatWasOnlyTriedOutLeavesNoHandleBehind() {
        SecretVolume secret = SecretVolume.create(directory.resolve("secret"));
        secret.update(Scene.OURS, Scene.ROOT);
        LiveTls tls = triedOut(secret);
        collectUntil(() -> isClosed(tls));
    }

    /** Kafka closes a listener's old factory first, and puts the new one in its place afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "boringssl"})
    void aListenerThatIsPointedElsewhereDropsNobodyWhoArrivesMeanwhile(String engine) throws SSLException {
        SecretVolume secret = SecretVolume.create(directory.resolve("secret"));
        secret.update(Scene.OURS, Scene.ROOT);
        Map<String, Object> files = Map.of("livetls.secret.dir", secret.path().toString(), "livetls.engine", engine);
        try (LiveTlsEngineFactory client = Settings.factory(Settings.client(files))) {
            LiveTlsEngineFactory listener = Settings.factory(Settings.broker(files, "IN"));
            SSLEngine before = listener.createServerSslEngine("127.0.0.1", 1);
            listener.close();
            SSLEngine meanwhile = listener.createServerSslEngine("127.0.0.1", 2);
            for (SSLEngine server : List.of(before, meanwhile)) {
                Talk talk = Talk.between(client.createClientSslEngine("localhost", 9093, "https"), server);
                assertThat(talk.client().getSession().getPeerCertificates()[0]).isEqualTo(Scene.OURS.certificate());
            }
        }
    }

    @Test
    void aListenersHandleEndsSomeTimeAfterItsFactory() {
        SecretVolume secret = SecretVolume.create(directory.resolve("secret"));
        secret.update(Scene.OURS, Scene.ROOT);
        Map<String, Object> files = Map.of("livetls.secret.dir", secret.path().toString());
        LiveTlsEngineFactory listener = Settings.factory(Settings.broker(files, "IN"));
        LiveTls tls = listener.tls();
        List<Runnable> later = new ArrayList<>();
        listener.close(later::add);
        assertThat(isClosed(tls)).isFalse();
        later.forEach(Runnable::run);
        assertThat(isClosed(tls)).isTrue();
    }

    private static LiveTls triedOut(SecretVolume secret) {
        LiveTls tls = Settings.factory(Settings.client(
                        Map.of("livetls.secret.dir", secret.path().toString())))
                .tls();
        assertThat(tls.current().generation()).isEqualTo(1);
        return tls;
    }

    private static SSLEngine nativeEngine(Scene scene) {
        SslContext context =
                NettyTls.server(scene.tls()).engine(NettyEngine.OPENSSL).build();
        return context.newEngine(ByteBufAllocator.DEFAULT);
    }

    private static boolean isClosed(LiveTls tls) {
        try {
            return HandleNames.reference(tls).isEmpty();
        } catch (IllegalStateException closed) {
            return true;
        }
    }

    private static void collectUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            System.gc();
            Thread.onSpinWait();
        }
    }
}
