package io.livetls.netty;

import io.livetls.LiveTls;
import io.livetls.netty.Client.Connection;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Several handles behind one address, as a load balancer shows them: the test says which one the next client meets. */
final class Fleet implements AutoCloseable {
    private final AtomicReference<LiveSslContext> next = new AtomicReference<>();
    private final EchoServer echo =
            EchoServer.of(channel -> Objects.requireNonNull(next.get(), "next").newHandler(channel.alloc()));

    LiveSslContext join(LiveTls tls) {
        LiveSslContext member = NettyTls.server(tls).engine(NettyEngine.OPENSSL).build();
        next.set(member);
        return member;
    }

    /** Connects to one of the fleet, and tells whether that resumed. */
    boolean resumes(Client client, LiveSslContext member) throws IOException {
        next.set(member);
        try (Connection connection = client.connect(echo.port())) {
            return connection.resumed();
        }
    }

    EchoServer echo() {
        return echo;
    }

    @Override
    public void close() {
        echo.close();
    }
}
