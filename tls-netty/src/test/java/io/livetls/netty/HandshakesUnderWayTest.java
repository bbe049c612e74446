package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** BoringSSL in Netty's pipeline, with a client that resumes and is held; the rest is in {@link RemovedCaMatrixTest}. */
class HandshakesUnderWayTest {
    private final CertificateAuthority root = CertificateAuthority.create("Server root");
    private final CertificateAuthority leaving = CertificateAuthority.create("Leaving CA");
    private final IssuedCertificate server = root.issue();
    private final Rotating handle =
            Rotating.of(material(server, root, leaving), with -> with.clientAuth(ClientAuth.REQUIRE));
    private final LiveSslContext context =
            NettyTls.server(handle.tls()).engine(NettyEngine.OPENSSL).build();
    private final Stranger mallory = Stranger.of(Way.TLS13_JDK, true, root, leaving.issue());

    @AfterEach
    void close() {
        mallory.close();
        handle.close();
    }

    private Conversation conversation() {
        return new Conversation(mallory.newEnd(), new ChannelEnd(context.newHandler(ByteBufAllocator.DEFAULT)));
    }

    /** The server has resumed the session; the client's word is on its way. */
    private Conversation heldWhileResuming() throws IOException {
        try (Conversation first = conversation().finish()) {
            assertThat(first).matches(Conversation::isGood);
        }
        Conversation held = conversation();
        assertThat(held.steps(2)).isTrue();
        return held;
    }

    @Test
    void aPeerWhoseCaWasRemovedIsCutOffInThePipelineToo() throws IOException {
        try (Conversation held = heldWhileResuming()) {
            handle.rotateTo(material(server, root));

            assertThat(held.finish()).matches(end -> !end.passedData());
        }
    }

    @Test
    void aPeerIsJudgedAtEachChangeThatItsHandshakeLastsFor() throws IOException {
        try (Conversation held = heldWhileResuming()) {
            handle.rotateTo(material(root.renew(server), root, leaving));
            handle.rotateTo(material(server, root));

            assertThat(held.finish()).matches(end -> !end.passedData());
        }
    }

    /** The ticket was minted in good faith by a context that was replaced, and waits there for a connection of then. */
    @Test
    void aReplacedContextOpensNoTicketNotEvenItsOwn() throws IOException {
        try (Conversation one = conversation();
                Conversation other = conversation()) {
            handle.rotateTo(material(root.renew(server), root, leaving));
            assertThat(one.finish()).matches(Conversation::isGood);
            handle.rotateTo(material(server, root));

            assertThat(other.finish()).matches(end -> !end.passedData());
        }
    }

    /** Else it would be open and of no use: nothing passes an engine that was shut down, and nobody is told. */
    @Test
    void aConnectionWhoseHandshakeEndsWhileItsPeerIsJudgedIsClosed() throws IOException {
        try (Conversation first = conversation().finish()) {
            assertThat(first).matches(Conversation::isGood);
        }
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT);
        ChannelEnd end = new ChannelEnd(handler);
        try (Conversation held = new Conversation(mallory.newEnd(), end)) {
            assertThat(held.steps(2)).isTrue();
            HandshakesUnderWay underWay = new HandshakesUnderWay(new LateVerdict(() -> {
                held.finish();
                return held.isGood();
            }));
            underWay.add(handler.engine());
            underWay.isIn(handler);
            assertThat(end.isOpen()).isTrue();

            underWay.judge();

            assertThat(end.isOpen()).isFalse();
        }
    }

    @Test
    void aHandleThatIsClosedCutsNobodyOff() throws IOException {
        try (Conversation held = heldWhileResuming()) {
            handle.close();

            assertThat(held.finish()).matches(Conversation::isGood);
        }
    }
}
