/**
 * LiveTLS for gRPC over Netty ({@code grpc-netty}). Start with {@link io.livetls.grpc.GrpcTls}: it makes the credentials
 * of servers and channels of a {@link io.livetls.LiveTls}.
 */
@NullMarked
package io.livetls.grpc;

import org.jspecify.annotations.NullMarked;
