package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.network.ChannelState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of connections that were made under older trust. */
class ReconnectTest {
    private static final int FEW = 20;

    @Test
    void withoutTheSettingAConnectionGoesOn() throws Exception {
        try (Scene scene = new Scene();
                EchoServer server = EchoServer.start(scene.ours("jdk", "TLSv1.3"));
                EchoClient mallory = new EchoClient(Scene.stock(Scene.MALLORY, "TLSv1.3"))) {
            assertThat(mallory.connect(server.port())).isNull();
            scene.removeCa();
            for (int i = 0; i < FEW; i++) {
                assertThat(mallory.echo()).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"jdk, TLSv1.3", "jdk, TLSv1.2", "boringssl, TLSv1.3", "boringssl, TLSv1.2"})
    void aBrokerEndsAConnectionOfOlderTrustBeforeItsNextRequest(String engine, String protocol) throws Exception {
        try (Scene scene = new Scene()) {
            Map<String, Object> settings = scene.ours(engine, protocol);
            settings.put("livetls.reconnect.within", "1ms");
            try (EchoServer server = EchoServer.start(settings);
                    EchoClient alice = new EchoClient(Scene.stock(Scene.ALICE, protocol))) {
                assertThat(alice.connect(server.port())).isNull();
                scene.removeCa();
                ended(alice);
                assertThat(alice.connect(server.port())).isNull();
                for (int i = 0; i < FEW; i++) {
                    assertThat(alice.echo()).isNull();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"jdk, TLSv1.3", "jdk, TLSv1.2", "boringssl, TLSv1.3", "boringssl, TLSv1.2"})
    void aClientEndsAConnectionOfOlderTrustBeforeItsNextRequest(String engine, String protocol) throws Exception {
        try (Scene scene = new Scene()) {
            Map<String, Object> settings = scene.ours(engine, protocol);
            settings.put("livetls.reconnect.within", "1ms");
            try (EchoServer server = EchoServer.start(Scene.stock(Scene.ALICE, protocol));
                    EchoClient ours = new EchoClient(settings)) {
                assertThat(ours.connect(server.port())).isNull();
                scene.removeCa();
                ended(ours);
                assertThat(ours.connect(server.port())).isNull();
                for (int i = 0; i < FEW; i++) {
                    assertThat(ours.echo()).isNull();
                }
            }
        }
    }

    /** Its turn comes within a millisecond, and so within so many words. */
    private static void ended(EchoClient client) throws Exception {
        ChannelState ended = null;
        for (int i = 0; i < 10_000 && ended == null; i++) {
            ended = client.echo();
        }
        assertThat(ended).isNotNull();
    }

    @Test
    void turnsAreSpreadAndALaterChangePutsNoneOff() {
        AtomicLong clock = new AtomicLong();
        try (Scene scene = new Scene();
                TrustChanges changes = new TrustChanges(scene.tls(), Duration.ofNanos(1000), clock::get)) {
            LiveTls tls = scene.tls();
            long first = tls.current().trustGeneration();
            assertThat(changes.now()).isEqualTo(first);
            assertThat(changes.isOver(first, 0)).isFalse();

            scene.removeCa();
            long second = changes.now();
            clock.set(499);
            assertThat(changes.isOver(first, 0.5)).isFalse();
            scene.change(Scene.material(Scene.OURS, Scene.STAYING, Scene.ROOT));
            clock.set(500);
            assertThat(changes.isOver(first, 0.5)).isTrue();
            assertThat(changes.isOver(first, 0.6)).isFalse();
            assertThat(changes.isOver(second, 0.5)).isFalse();
            clock.set(999);
            assertThat(changes.isOver(second, 0.5)).isTrue();
            assertThat(changes.isOver(changes.now(), 0)).isFalse();

            clock.set(5000);
            scene.change(Scene.material(Scene.OURS, Scene.STAYING));
            assertThat(changes.isOver(first, 1)).isTrue();
            assertThat(changes.isOver(second, 1)).isTrue();
        }
    }

    @Test
    void aRenewedCertificateEndsNothing() throws Exception {
        try (Scene scene = new Scene()) {
            Map<String, Object> settings = scene.ours("jdk", "TLSv1.3");
            settings.put("livetls.reconnect.within", "1ms");
            try (EchoServer server = EchoServer.start(settings);
                    EchoClient alice = new EchoClient(Scene.stock(Scene.ALICE, "TLSv1.3"))) {
                assertThat(alice.connect(server.port())).isNull();
                scene.change(Scene.material(Scene.ROOT.rekey(Scene.OURS), Scene.STAYING, Scene.LEAVING));
                for (int i = 0; i < FEW; i++) {
                    assertThat(alice.echo()).isNull();
                }
            }
        }
    }
}
