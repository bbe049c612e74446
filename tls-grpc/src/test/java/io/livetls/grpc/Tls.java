package io.livetls.grpc;

import io.livetls.netty.NettyContextBuilder;
import io.livetls.netty.NettyEngine;
import java.util.stream.Stream;

/** Who speaks which TLS. */
record Tls(NettyEngine engine, String protocol) {
    static Stream<Tls> all() {
        return Stream.of(NettyEngine.OPENSSL, NettyEngine.JDK)
                .flatMap(engine -> Stream.of("TLSv1.2", "TLSv1.3").map(protocol -> new Tls(engine, protocol)));
    }

    NettyContextBuilder in(NettyContextBuilder context) {
        return context.engine(engine);
    }
}
