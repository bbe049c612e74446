package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.network.ChannelState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer whose CA was removed doesn't get in again, by no session of before, over Kafka's own network layer. */
class RemovedCaTest {

    @ParameterizedTest
    @CsvSource({
        "jdk, TLSv1.3, false",
        "jdk, TLSv1.2, false",
        "jdk, TLSv1.3, true",
        "jdk, TLSv1.2, true",
        "boringssl, TLSv1.3, false",
        "boringssl, TLSv1.2, false"
    })
    void aClientOfARemovedCaDoesntGetInAgain(String engine, String protocol, boolean conscrypt) throws Exception {
        try (Scene scene = conscrypt ? Scene.ofConscrypt() : new Scene();
                EchoServer server = EchoServer.start(scene.ours(engine, protocol));
                EchoClient alice = new EchoClient(Scene.stock(Scene.ALICE, protocol));
                EchoClient mallory = new EchoClient(Scene.stock(Scene.MALLORY, protocol))) {
            for (int i = 0; i < 2; i++) {
                assertThat(alice.connect(server.port())).isNull();
                assertThat(mallory.connect(server.port())).isNull();
            }
            scene.removeCa();
            assertThat(mallory.connect(server.port())).isNotNull();
            assertThat(mallory.connect(server.port())).isNotNull();
            assertThat(alice.connect(server.port())).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdk, TLSv1.3, false",
        "jdk, TLSv1.2, false",
        "jdk, TLSv1.3, true",
        "jdk, TLSv1.2, true",
        "boringssl, TLSv1.3, false",
        "boringssl, TLSv1.2, false"
    })
    void aBrokerOfARemovedCaIsntSpokenToAgain(String engine, String protocol, boolean conscrypt) throws Exception {
        try (Scene scene = conscrypt ? Scene.ofConscrypt() : new Scene();
                EchoServer honest = EchoServer.start(Scene.stock(Scene.ALICE, protocol));
                EchoServer rogue = EchoServer.start(Scene.stock(Scene.MALLORY, protocol));
                EchoClient ours = new EchoClient(scene.ours(engine, protocol))) {
            for (int i = 0; i < 2; i++) {
                assertThat(ours.connect(honest.port())).isNull();
                assertThat(ours.connect(rogue.port())).isNull();
            }
            scene.removeCa();
            assertThat(ours.connect(rogue.port()))
                    .isNotNull()
                    .extracting(ChannelState::state)
                    .isEqualTo(ChannelState.State.AUTHENTICATION_FAILED);
            assertThat(ours.connect(honest.port())).isNull();
        }
    }

    /** Else the tests above would show nothing: sessions are resumed here, and this is what comes of it. */
    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void withSwappedManagersTheyGetInAgain(String protocol) throws Exception {
        try (Scene scene = new Scene()) {
            Map<String, Object> swapping = scene.ours("jdk", protocol);
            swapping.put("ssl.engine.factory.class", SwappingFactory.class);
            try (EchoServer server = EchoServer.start(swapping);
                    EchoServer rogue = EchoServer.start(Scene.stock(Scene.MALLORY, protocol));
                    EchoClient mallory = new EchoClient(Scene.stock(Scene.MALLORY, protocol));
                    EchoClient ours = new EchoClient(swapping)) {
                assertThat(mallory.connect(server.port())).isNull();
                assertThat(ours.connect(rogue.port())).isNull();
                scene.removeCa();
                assertThat(mallory.connect(server.port())).isNull();
                assertThat(ours.connect(rogue.port())).isNull();
            }
        }
    }
}
