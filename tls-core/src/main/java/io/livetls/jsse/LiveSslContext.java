package io.livetls.jsse;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
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

/** An {@code SSLContext} over the contexts of the generations: whatever it makes begins with the current one. */
final class LiveSslContext extends SSLContext {

    LiveSslContext(Supplier<JsseGeneration> current, TlsPolicy policy) {
        super(
                new Spi(current, policy),
                current.get().server().getProvider(),
                current.get().server().getProtocol());
    }

    private static final class Spi extends SSLContextSpi {
        private final Supplier<JsseGeneration> current;
        private final TlsPolicy policy;
        private final SSLSocketFactory socketFactory;
        private final SSLServerSocketFactory serverSocketFactory;

        Spi(Supplier<JsseGeneration> current, TlsPolicy policy) {
            this.current = current;
            this.policy = policy;
            this.socketFactory = new LiveSocketFactory(current, policy);
            this.serverSocketFactory = new LiveServerSocketFactory(current, policy);
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context follows its handle: configure LiveTls.builder() instead");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return socketFactory;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return serverSocketFactory;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return new LateBoundEngine(current, policy, SSLContext::createSSLEngine);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return new LateBoundEngine(current, policy, context -> context.createSSLEngine(host, port), host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return current.get().server().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return current.get().clientSessions();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            SSLParameters parameters = current.get().server().getDefaultSSLParameters();
            policy.apply(parameters);
            return parameters;
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return current.get().server().getSupportedSSLParameters();
        }
    }
}
