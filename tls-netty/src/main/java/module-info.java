/** LiveTLS for Netty: an {@code SslContext} that is always current. */
module io.livetls.netty {
    requires transitive io.livetls.core;
    requires transitive io.netty.buffer;
    requires transitive io.netty.handler;
    requires transitive io.netty.transport;
    requires io.netty.codec;
    requires io.netty.common;
    requires static io.netty.tcnative.classes.openssl;
    requires static transitive org.jspecify;

    exports io.livetls.netty;
}
