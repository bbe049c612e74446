package io.livetls.amqp;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The live context of a handle as blocking and NIO connections of the client need it: whatever it makes checks the
 * server's name by itself, since the client's own hooks for that can be replaced, and is noted.
 */
final class ClientContext extends SSLContext {
    /** RFC 9110, 4.3.4; AMQP has no name for the same rules. */
    static final String HOST_CHECK = "HTTPS";

    ClientContext(SSLContext live, Attempts attempts) {
        super(new Spi(live, attempts), live.getProvider(), live.getProtocol());
    }

    static SSLParameters withHostCheck(SSLParameters parameters) {
        parameters.setEndpointIdentificationAlgorithm(HOST_CHECK);
        return parameters;
    }

    private static final class Spi extends SSLContextSpi {
        private final SSLContext live;
        private final Attempts attempts;

        Spi(SSLContext live, Attempts attempts) {
            this.live = live;
            this.attempts = attempts;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context follows its handle: configure LiveTls.builder() instead");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new ClientSocketFactory(live.getSocketFactory(), attempts);
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return live.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return noted(live.createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return noted(live.createSSLEngine(host, port));
        }

        private SSLEngine noted(SSLEngine fresh) {
            fresh.setSSLParameters(withHostCheck(fresh.getSSLParameters()));
            SSLEngine engine = new NioEngine(fresh);
            attempts.begun(() -> !engine.isOutboundDone()
                    && !engine.isInboundDone()
                    && !engine.getSession().getProtocol().equals("NONE"));
            return engine;
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return live.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return live.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return live.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return live.getSupportedSSLParameters();
        }
    }
}
