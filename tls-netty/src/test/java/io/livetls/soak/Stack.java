package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.netty.NettyEngine;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What serves, and what the site's own clients speak with. */
enum Stack {
    JSSE("JSSE sockets"),
    NETTY_JDK("Netty on the JDK"),
    NETTY_BORINGSSL("Netty on BoringSSL");

    private static final List<Stack> ALL = List.of(values());

    final String text;

    Stack(String text) {
        this.text = text;
    }

    static Stack any(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    NettyEngine engine() {
        return this == NETTY_BORINGSSL ? NettyEngine.OPENSSL : NettyEngine.JDK;
    }

    EchoServer serve(LiveTls tls, EventLoopGroup group) throws IOException {
        return this == JSSE ? JsseEcho.start(tls) : NettyEcho.start(tls, engine(), group);
    }
}
