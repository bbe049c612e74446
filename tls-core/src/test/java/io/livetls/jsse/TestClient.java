package io.livetls.jsse;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A client with a context of its own that never changes, so it resumes whenever the server lets it. Whether it resumed
 * shows by its trust manager: a full handshake asks it, a resumed one doesn't.
 */
final class TestClient {
    private final SSLContext context;
    private final Counting trust;

    TestClient(CertificateAuthority trusted, @Nullable IssuedCertificate identity)
            throws GeneralSecurityException, IOException {
        char[] password = "password".toCharArray();
        this.trust = new Counting(
                PkixTrust.plain(io.livetls.material.TrustAnchors.of(java.util.List.of(trusted.certificate()), "test")));
        this.context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore store = identity == null ? null : identity.toKeyStore(password);
        keys.init(store, store == null ? null : password);
        context.init(store == null ? null : keys.getKeyManagers(), new TrustManager[] {trust}, null);
    }

    /** What a call came to. */
    record Call(X509Certificate server, boolean resumed, String protocol) {}

    /** Connects, sends a byte and gets it back. */
    Call call(int port, String protocol) throws IOException {
        int before = trust.checks.get();
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.getOutputStream().write('x');
            socket.getOutputStream().flush();
            if (socket.getInputStream().read() != 'x') {
                throw new IOException("no answer");
            }
            X509Certificate server = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return new Call(
                    server, trust.checks.get() == before, socket.getSession().getProtocol());
        }
    }

    /** An engine of this client's context, for the same peer each time. */
    SSLEngine engine(String protocol) {
        SSLEngine engine = context.createSSLEngine("localhost", 4433);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    /** How often a server's certificate was checked: once for each full handshake. */
    int checks() {
        return trust.checks.get();
    }

    private static final class Counting extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager inner;
        private final AtomicInteger checks = new AtomicInteger();

        Counting(X509ExtendedTrustManager inner) {
            this.inner = inner;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checks.incrementAndGet();
            inner.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checks.incrementAndGet();
            inner.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            checks.incrementAndGet();
            inner.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("a client checks servers");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("a client checks servers");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("a client checks servers");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return inner.getAcceptedIssuers();
        }
    }
}
