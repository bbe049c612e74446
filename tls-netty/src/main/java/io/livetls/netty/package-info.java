/**
 * LiveTLS for Netty. Start with {@link io.livetls.netty.NettyTls}: it makes an {@code SslContext} of a
 * {@link io.livetls.LiveTls} that every new connection takes its current key, certificate and trust from, and handlers
 * that choose among several by the name that the client asks for.
 *
 * <p>TLS is BoringSSL's where Netty's native library for it is there, and the JDK's elsewhere:
 * {@link io.livetls.netty.NettyEngine}.
 */
@NullMarked
package io.livetls.netty;

import org.jspecify.annotations.NullMarked;
