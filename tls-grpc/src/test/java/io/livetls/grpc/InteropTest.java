package io.livetls.grpc;

import static io.livetls.grpc.Rotating.material;

import io.grpc.ForwardingServerBuilder;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.InternalNettyChannelBuilder;
import io.grpc.netty.InternalNettyServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import io.livetls.ClientAuth;
import io.livetls.netty.NettyEngine;
import io.livetls.netty.Retirement;
import io.livetls.testing.CertificateAuthority;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.After;

/**
 * gRPC's own tests of what every implementation does, with our credentials on both sides. They are JUnit 4's. Retirement is
 * on, so that what it puts into the pipeline is there, although nothing changes.
 */
abstract class InteropTest extends AbstractInteropTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Root");

    private final NettyEngine engine;
    private final Rotating both =
            Rotating.of(material(ROOT.issue(), ROOT), with -> with.clientAuth(ClientAuth.REQUIRE));

    private @Nullable Server server;

    InteropTest(NettyEngine engine) {
        this.engine = engine;
    }

    /** gRPC's tests keep the server to themselves. */
    private final class Noted extends ForwardingServerBuilder<Noted> {
        private final ServerBuilder<?> builder;

        Noted(ServerBuilder<?> builder) {
            this.builder = builder;
        }

        @Override
        protected ServerBuilder<?> delegate() {
            return builder;
        }

        @Override
        public Server build() {
            Server built = super.build();
            server = built;
            return built;
        }
    }

    @Override
    protected ServerBuilder<?> getServerBuilder() {
        NettyServerBuilder builder = NettyServerBuilder.forPort(
                        0,
                        GrpcTls.serverCredentials(
                                both.tls(), context -> context.engine(engine).retire(Retirement.onTrustChange())))
                .flowControlWindow(AbstractInteropTest.TEST_FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(AbstractInteropTest.MAX_MESSAGE_SIZE)
                .intercept(PeerAuthorization.builder()
                        .allow(PeerRule.dns("localhost"))
                        .build());
        // The tests install counters of their own.
        InternalNettyServerBuilder.setStatsEnabled(builder, false);
        return new Noted(builder.addStreamTracerFactory(createCustomCensusTracerFactory()));
    }

    @Override
    protected ManagedChannelBuilder<?> createChannelBuilder() {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(
                        "localhost",
                        Objects.requireNonNull(server).getPort(),
                        GrpcTls.channelCredentials(
                                both.tls(), context -> context.engine(engine).retire(Retirement.onTrustChange())))
                .flowControlWindow(AbstractInteropTest.TEST_FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(AbstractInteropTest.MAX_MESSAGE_SIZE);
        InternalNettyChannelBuilder.setStatsEnabled(builder, false);
        return builder.intercept(createCensusStatsClientInterceptor());
    }

    @After
    public void closeHandle() {
        both.close();
    }
}
