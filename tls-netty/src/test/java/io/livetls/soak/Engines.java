package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.netty.NettyTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.util.function.IntFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Where a client's engines come from. */
interface Engines extends AutoCloseable {
    String HOST = "localhost";

    /** Enough to resume at a site's three servers; without a limit they would be what grows. */
    int SESSIONS = 4;

    /** An engine that takes up a session of this host and port if there is one. */
    SSLEngine resuming(int port);

    /** An engine that knows no session. */
    SSLEngine fresh();

    @Override
    default void close() {}

    /** A static context of the JDK. */
    static Engines jdk(String protocol, SeenKeys keys, SeenTrust trust) {
        SSLContext context;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            context.getClientSessionContext().setSessionCacheSize(SESSIONS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return new Engines() {
            @Override
            public SSLEngine resuming(int port) {
                return client(context.createSSLEngine(HOST, port));
            }

            @Override
            public SSLEngine fresh() {
                return client(context.createSSLEngine());
            }

            private SSLEngine client(SSLEngine engine) {
                engine.setUseClientMode(true);
                engine.setEnabledProtocols(new String[] {protocol});
                return engine;
            }
        };
    }

    /** A static context of BoringSSL. */
    static Engines boringSsl(String protocol, SeenKeys keys, SeenTrust trust) {
        SslContext context;
        try {
            context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL_REFCNT)
                    .protocols(protocol)
                    .keyManager(keys)
                    .trustManager(trust)
                    .endpointIdentificationAlgorithm(null)
                    .sessionCacheSize(SESSIONS)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
        return new Engines() {
            @Override
            public SSLEngine resuming(int port) {
                return context.newEngine(ByteBufAllocator.DEFAULT, HOST, port);
            }

            @Override
            public SSLEngine fresh() {
                return context.newEngine(ByteBufAllocator.DEFAULT);
            }

            @Override
            public void close() {
                ReferenceCountUtil.release(context);
            }
        };
    }

    /** The site's own handle, as a client that follows its files. It checks the server's name, and so has no other. */
    static Engines live(LiveTls tls, Stack stack) {
        if (stack == Stack.JSSE) {
            return live(port -> {
                SSLEngine engine = tls.sslContext().createSSLEngine(HOST, port);
                engine.setUseClientMode(true);
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
                return engine;
            });
        }
        SslContext context = NettyTls.client(tls).engine(stack.engine()).build();
        return live(port -> context.newEngine(ByteBufAllocator.DEFAULT, HOST, port));
    }

    private static Engines live(IntFunction<SSLEngine> engines) {
        return new Engines() {
            @Override
            public SSLEngine resuming(int port) {
                return engines.apply(port);
            }

            @Override
            public SSLEngine fresh() {
                return engines.apply(0);
            }
        };
    }
}
