package io.livetls.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Netty's SNI handler, which here refuses in TLS's own words what isn't served, and closes. */
final class StrictSniHandler extends SniHandler {
    private static final Logger LOG = System.getLogger("io.livetls.netty");

    /** RFC 8446, 5.1 and 6: a record of type alert (21), of 2 bytes: fatal (2), unrecognized_name (112). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    StrictSniHandler(Function<@Nullable String, @Nullable SslContext> contexts) {
        super((host, promise) -> {
            SslContext found = contexts.apply(host);
            return found == null ? promise.setFailure(notServed(host)) : promise.setSuccess(found);
        });
    }

    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable String host) throws Exception {
        Future<SslContext> found = super.lookup(ctx, host);
        if (found.cause() instanceof SSLHandshakeException refused) {
            // Anybody can send names all day long: not a line for each in a service's usual log.
            LOG.log(Level.DEBUG, () -> ctx.channel() + ": " + refused.getMessage());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)).addListener(ChannelFutureListener.CLOSE);
        }
        return found;
    }

    private static SSLHandshakeException notServed(@Nullable String host) {
        return new SSLHandshakeException(
                host == null
                        ? "the client asked for no host name (SNI), and there is no default"
                        : "the client asked for the host name \"" + printable(host) + "\", which isn't served here");
    }

    /** The name is the client's: it must not write lines of its own into a log. */
    private static String printable(String host) {
        return host.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
