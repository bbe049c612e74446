package io.livetls.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerKeysTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final IssuedCertificate server = root.issue();

    /** Knows how often somebody wanted its bytes. */
    private record CountedKey(ECPrivateKey key, AtomicInteger encodings) implements ECPrivateKey {
        @Override
        public BigInteger getS() {
            return key.getS();
        }

        @Override
        public ECParameterSpec getParams() {
            return key.getParams();
        }

        @Override
        public String getAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return key.getFormat();
        }

        @Override
        public byte[] getEncoded() {
            encodings.incrementAndGet();
            return key.getEncoded();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"TLS12_TICKET", "TLS13_JDK"})
    void theKeyIsParsedForTheFirstHandshakeOfAContextAndNoOther(Way way) throws IOException {
        AtomicInteger encodings = new AtomicInteger();
        CountedKey key = new CountedKey((ECPrivateKey) server.privateKey(), encodings);
        Material counted = new Material(Identity.of(key, server.chain()), null);
        try (Rotating handle = Rotating.of(counted);
                LiveSslContext context = NettyTls.server(handle.tls())
                        .engine(NettyEngine.OPENSSL)
                        .build()) {
            int before = encodings.get();
            handshake(context, way);
            int afterOne = encodings.get();
            handshake(context, way);
            handshake(context, way);

            assertThat(afterOne).isGreaterThan(before);
            assertThat(encodings).hasValue(afterOne);
        }
    }

    private void handshake(LiveSslContext context, Way way) throws IOException {
        try (Stranger client = Stranger.of(way, true, root, null);
                Conversation conversation =
                        new Conversation(client.newEnd(), new EngineEnd(context.newEngine(ByteBufAllocator.DEFAULT)))) {
            assertThat(conversation.finish().isGood())
                    .as(conversation.toString())
                    .isTrue();
            assertThat(client.fullHandshakes()).isEqualTo(1);
        }
    }
}
