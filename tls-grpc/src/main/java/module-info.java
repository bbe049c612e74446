/** LiveTLS for gRPC: credentials that are always current. */
module io.livetls.grpc {
    requires transitive io.grpc;
    requires transitive io.livetls.core;
    requires transitive io.livetls.netty;
    requires io.grpc.internal;
    requires io.grpc.netty;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires static transitive org.jspecify;

    exports io.livetls.grpc;
}
