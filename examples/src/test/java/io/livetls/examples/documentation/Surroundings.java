package io.livetls.examples.documentation;

import com.rabbitmq.client.ConnectionFactory;
import io.grpc.BindableService;
import io.livetls.LiveTls;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What the examples of the documents take for granted. Never run. */
public abstract class Surroundings {
    /** The service's handle. */
    protected final LiveTls tls;

    /** RabbitMQ's. */
    protected final ConnectionFactory factory;

    /** Netty's threads. */
    protected final EventLoopGroup group;

    /** A service of gRPC. */
    protected final BindableService greeter;

    /** Another one. */
    protected final BindableService payments;

    /** Of an encrypted key. */
    protected final char[] passphrase;

    /** For the blocks, which are only compiled. */
    protected Surroundings() {
        throw new IllegalStateException("only compiled");
    }

    /** How the service wakes somebody up. */
    protected abstract void alert(String message);

    /** How the service ends a connection in its protocol's way. */
    protected abstract void finishAndClose(ChannelHandlerContext ctx);

    /** A context of the service's own. */
    protected static SSLContext newContext(LiveTls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {tls.keyManager()}, new TrustManager[] {tls.trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
