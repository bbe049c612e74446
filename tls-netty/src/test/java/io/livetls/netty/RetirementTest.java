package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.netty.Client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Open connections of older trust, over real sockets. */
class RetirementTest {
    private static final Retirement AT_ONCE =
            Retirement.onTrustChange().within(Duration.ZERO).grace(Duration.ZERO);
    private static final Retirement WHEN_THE_PROGRAM_IS_READY = AT_ONCE.grace(Duration.ofHours(1));

    private final CertificateAuthority root = CertificateAuthority.create("Server root");
    private final CertificateAuthority staying = CertificateAuthority.create("Staying CA");
    private final CertificateAuthority leaving = CertificateAuthority.create("Leaving CA");
    private final IssuedCertificate server = root.issue();
    private final IssuedCertificate alice = staying.issue();
    private final IssuedCertificate mallory = leaving.issue();

    private Rotating mutual(CertificateAuthority... trusted) {
        return Rotating.of(material(server, trusted), with -> with.clientAuth(ClientAuth.REQUIRE));
    }

    private static NettyContextBuilder server(LiveTls tls, NettyEngine engine) {
        return NettyTls.server(tls).engine(engine);
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void openConnectionsOfARemovedCaEndInOrder(NettyEngine engine) throws Exception {
        try (Rotating handle = mutual(staying, leaving);
                EchoServer echo = EchoServer.of(
                        server(handle.tls(), engine).retire(AT_ONCE).build());
                Client client = NettyClient.of(root, mallory, "TLSv1.3");
                Client old = NettyClient.of(root, mallory, "TLSv1.2");
                Connection open = client.connect(echo.port());
                Connection openOld = old.connect(echo.port())) {

            handle.rotateTo(material(server, staying));

            assertThat(open.endsInOrder()).isTrue();
            assertThat(openOld.endsInOrder()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void thoseWhoAreStillTrustedComeBackAndStay(NettyEngine engine) throws Exception {
        try (Rotating handle = mutual(staying, leaving);
                EchoServer echo = EchoServer.of(
                        server(handle.tls(), engine).retire(AT_ONCE).build());
                Client client = NettyClient.of(root, alice, "TLSv1.3");
                Connection before = client.connect(echo.port())) {

            handle.rotateTo(material(server, staying));
            assertThat(before.endsInOrder()).isTrue();

            try (Connection after = client.connect(echo.port())) {
                handle.rotateTo(material(root.rekey(server), staying));
                after.echo();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void byDefaultOpenConnectionsGoOn(NettyEngine engine) throws Exception {
        try (Rotating handle = mutual(staying, leaving);
                EchoServer echo = EchoServer.of(server(handle.tls(), engine).build());
                Client client = NettyClient.of(root, mallory, "TLSv1.3");
                Connection open = client.connect(echo.port())) {
            handle.rotateTo(material(server, staying));
            handle.rotateTo(material(server, staying, root));

            open.echo();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void aProgramThatClosesByItselfFinishesWhatItIsDoing(NettyEngine engine) throws Exception {
        BlockingQueue<ChannelHandlerContext> retired = new LinkedBlockingQueue<>();
        try (Rotating handle = mutual(staying, leaving);
                LiveSslContext context = server(handle.tls(), engine)
                        .retire(WHEN_THE_PROGRAM_IS_READY)
                        .build();
                EchoServer echo = EchoServer.of(channel -> {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                            if (event instanceof RetirementEvent) {
                                retired.add(ctx);
                            }
                            ctx.fireUserEventTriggered(event);
                        }
                    });
                    return context.newHandler(channel.alloc());
                });
                Client client = NettyClient.of(root, alice, "TLSv1.3");
                Connection open = client.connect(echo.port())) {

            handle.rotateTo(material(server, staying));

            ChannelHandlerContext told = within(retired.poll(1, TimeUnit.MINUTES));
            open.echo();
            told.channel().close().syncUninterruptibly();
            assertThat(open.endsInOrder()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void aClientEndsItsConnectionsToServersOfOlderTrust(NettyEngine engine) throws Exception {
        SslContext plain =
                SslContextBuilder.forServer(server.privateKey(), server.chain()).build();
        try (Rotating handle = Rotating.of(material(null, root, leaving));
                EchoServer echo = EchoServer.of(plain);
                Client client = NettyClient.over(NettyTls.client(handle.tls())
                        .engine(engine)
                        .retire(AT_ONCE)
                        .build());
                Connection open = client.connect(echo.port())) {
            Channel accepted = echo.nextAccepted();

            handle.rotateTo(material(null, leaving));

            open.endsInOrder();
            assertThat(accepted.closeFuture().await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void eachNameOfSniEndsItsOwn(NettyEngine engine) throws Exception {
        IssuedCertificate api = root.issue(leaf -> leaf.dns("api.example.org"));
        try (Rotating changing =
                        Rotating.of(material(api, staying, leaving), with -> with.clientAuth(ClientAuth.REQUIRE));
                Rotating steady = mutual(staying, leaving);
                SniTls names = NettyTls.sni()
                        .options(context -> context.engine(engine).retire(AT_ONCE))
                        .host("api.example.org", changing.tls())
                        .defaultTo(steady.tls());
                EchoServer echo = EchoServer.of(channel -> names.newHandler());
                Client client = NettyClient.of(root, alice, "TLSv1.3");
                Client other = NettyClient.of(root, alice, "TLSv1.3");
                Connection ending = client.connect("api.example.org", echo.port());
                Connection going = other.connect("localhost", echo.port())) {
            assertThat(NettyTls.generation(echo.nextAccepted())).contains(new ConnectionGeneration(1, 1));

            changing.rotateTo(material(api, staying));

            assertThat(ending.endsInOrder()).isTrue();
            going.echo();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void aChannelKnowsUnderWhatItWasMade(NettyEngine engine) throws Exception {
        BlockingQueue<Optional<ConnectionGeneration>> atTheHandshake = new LinkedBlockingQueue<>();
        try (Rotating handle = mutual(staying, leaving);
                LiveSslContext context = server(handle.tls(), engine).build();
                EchoServer echo = EchoServer.of(channel -> {
                    channel.pipeline().addLast(context.newHandler(channel.alloc()), new ChannelInboundHandlerAdapter() {
                        @Override
                        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                            if (event instanceof SslHandshakeCompletionEvent) {
                                atTheHandshake.add(NettyTls.generation(ctx.channel()));
                            }
                            ctx.fireUserEventTriggered(event);
                        }
                    });
                    return new ChannelInboundHandlerAdapter();
                });
                Client client = NettyClient.of(root, alice, "TLSv1.3");
                Connection first = client.connect(echo.port())) {
            Channel accepted = echo.nextAccepted();
            assertThat(within(atTheHandshake.poll(1, TimeUnit.MINUTES))).contains(new ConnectionGeneration(1, 1));

            handle.rotateTo(material(server, staying));
            handle.rotateTo(material(root.rekey(server), staying));
            first.echo();
            assertThat(NettyTls.generation(accepted)).contains(new ConnectionGeneration(1, 1));

            try (Connection second = client.connect(echo.port())) {
                assertThat(second.protocol()).isEqualTo("TLSv1.3");
                assertThat(NettyTls.generation(echo.nextAccepted())).contains(new ConnectionGeneration(3, 2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void aHandshakeThatWasUnderWayCountsAsOneOfBefore(NettyEngine engine) throws Exception {
        try (Rotating handle = mutual(staying, leaving);
                EchoServer echo = EchoServer.of(
                        server(handle.tls(), engine).retire(AT_ONCE).build());
                Client client = NettyClient.of(root, alice, "TLSv1.3")) {
            BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
            try (Connection connection = client.connect("localhost", echo.port(), () -> {
                accepted.add(echo.nextAccepted());
                handle.rotateTo(material(server, staying));
            })) {
                assertThat(connection.endsInOrder()).isTrue();
            } catch (IOException e) {
                // It may have ended before the echo came back.
            }
            Channel channel = accepted.remove();
            assertThat(channel.closeFuture().await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(NettyTls.generation(channel)).contains(new ConnectionGeneration(1, 1));
        }
    }

    /** As gRPC makes them. */
    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void aHandlerThatSomebodyElseMakesIsFollowedWhenAsked(NettyEngine engine) throws Exception {
        try (Rotating handle = mutual(staying, leaving);
                LiveSslContext context =
                        server(handle.tls(), engine).retire(AT_ONCE).build();
                EchoServer echo = EchoServer.of(channel -> {
                    SslHandler ssl = new SslHandler(context.newEngine(channel.alloc()));
                    context.follow(ssl);
                    return ssl;
                });
                Client client = NettyClient.of(root, alice, "TLSv1.3");
                Connection open = client.connect(echo.port())) {
            assertThat(NettyTls.generation(echo.nextAccepted())).contains(new ConnectionGeneration(1, 1));

            handle.rotateTo(material(server, staying));

            assertThat(open.endsInOrder()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void onlyAnEngineOfThisContextIsFollowedAndOnlyOnce(NettyEngine engine) {
        try (Rotating handle = mutual(staying);
                LiveSslContext context =
                        server(handle.tls(), engine).retire(AT_ONCE).build();
                LiveSslContext other =
                        server(handle.tls(), engine).retire(AT_ONCE).build()) {
            SslHandler ours = new SslHandler(context.newEngine(ByteBufAllocator.DEFAULT));
            SslHandler foreign = new SslHandler(other.newEngine(ByteBufAllocator.DEFAULT));
            SslHandler followed = context.newHandler(ByteBufAllocator.DEFAULT);
            context.follow(ours);

            for (SslHandler handler : List.of(ours, foreign, followed)) {
                assertThatThrownBy(() -> context.follow(handler))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("newEngine");
            }
            for (SslHandler handler : List.of(ours, foreign, followed)) {
                ReferenceCountUtil.release(handler.engine());
            }
        }
    }

    /** As Netty's HTTP/2 codec, which waits for its streams. */
    @ParameterizedTest
    @EnumSource(
            value = NettyEngine.class,
            names = {"OPENSSL", "JDK"})
    void whatPutsOffItsCloseIsClosedNonetheless(NettyEngine engine) throws Exception {
        try (Rotating handle = mutual(staying, leaving);
                LiveSslContext context =
                        server(handle.tls(), engine).retire(AT_ONCE).build();
                EchoServer echo = EchoServer.of(channel -> {
                    channel.pipeline().addLast(context.newHandler(channel.alloc()));
                    return new ChannelOutboundHandlerAdapter() {
                        @Override
                        public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                            promise.setSuccess();
                        }
                    };
                });
                Client client = NettyClient.of(root, alice, "TLSv1.3");
                Connection open = client.connect(echo.port())) {

            handle.rotateTo(material(server, staying));

            assertThat(open.endsInOrder()).isTrue();
        }
    }

    @Test
    void aChannelWithoutAHandshakeKnowsNothing() {
        EmbeddedChannel channel = new EmbeddedChannel();
        assertThat(NettyTls.generation(channel)).isEmpty();
        channel.close().syncUninterruptibly();
    }

    private static <T> T within(@Nullable T value) {
        assertThat(value).as("it came within a minute").isNotNull();
        return value;
    }
}
