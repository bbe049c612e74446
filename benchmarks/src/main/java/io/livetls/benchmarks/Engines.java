package io.livetls.benchmarks;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;

/** Makes the engines of one side, as an application does with the context that it has. */
interface Engines extends AutoCloseable {
    /** The name in the server's certificate. */
    String HOST = "localhost";

    /**
     * Makes an engine.
     *
     * @param port of the server, for clients: sessions are kept by host and port
     */
    SSLEngine newEngine(int port);

    /** Gives native memory back. */
    void release(SSLEngine engine);

    /** The sessions of this side. */
    SSLSessionContext sessions();

    @Override
    void close();

    static Engines of(SSLContext context, boolean server) {
        return new Engines() {
            @Override
            public SSLEngine newEngine(int port) {
                SSLEngine engine = server ? context.createSSLEngine() : context.createSSLEngine(HOST, port);
                engine.setUseClientMode(!server);
                if (server) {
                    engine.setNeedClientAuth(true);
                } else {
                    SSLParameters parameters = engine.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    engine.setSSLParameters(parameters);
                }
                return engine;
            }

            @Override
            public void release(SSLEngine engine) {}

            @Override
            public SSLSessionContext sessions() {
                return server ? context.getServerSessionContext() : context.getClientSessionContext();
            }

            @Override
            public void close() {}
        };
    }

    static Engines of(SslContext context) {
        return new Engines() {
            @Override
            public SSLEngine newEngine(int port) {
                ByteBufAllocator alloc = ByteBufAllocator.DEFAULT;
                return context.isServer() ? context.newEngine(alloc) : context.newEngine(alloc, HOST, port);
            }

            @Override
            public void release(SSLEngine engine) {
                ReferenceCountUtil.release(engine);
            }

            @Override
            public SSLSessionContext sessions() {
                return context.sessionContext();
            }

            @Override
            public void close() {
                ReferenceCountUtil.release(context);
            }
        };
    }
}
