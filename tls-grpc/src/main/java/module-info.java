/** LiveTLS for gRPC: credentials that are always current. */
module io.livetls.grpc {
    requires transitive io.grpc;
    requires transitive io.livetls.core;
    requires io.grpc.netty;
    requires io.livetls.netty;
    requires static transitive org.jspecify;

    exports io.livetls.grpc;
}
