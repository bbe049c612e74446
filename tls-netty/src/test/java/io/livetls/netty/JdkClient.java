package io.livetls.netty;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The JDK's own client, over one static context. */
final class JdkClient implements Client {
    private final SSLContext context;
    private final CountingTrust trust;
    private final Consumer<SSLParameters> options;

    private JdkClient(SSLContext context, CountingTrust trust, Consumer<SSLParameters> options) {
        this.context = context;
        this.trust = trust;
        this.options = options;
    }

    static JdkClient of(CertificateAuthority trusted, @Nullable IssuedCertificate identity, String... protocols) {
        return of(trusted, identity, parameters -> parameters.setProtocols(protocols));
    }

    static JdkClient of(
            CertificateAuthority trusted, @Nullable IssuedCertificate identity, Consumer<SSLParameters> options) {
        try {
            CountingTrust trust = new CountingTrust(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(identity), new TrustManager[] {trust}, null);
            return new JdkClient(context, trust, options);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyManager @Nullable [] keys(@Nullable IssuedCertificate identity)
            throws GeneralSecurityException, IOException {
        if (identity == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key", identity.privateKey(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        // Always presents its certificate, whatever CAs the server names.
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, new char[0]);
        return new KeyManager[] {new ObstinateKeys((X509ExtendedKeyManager) factory.getKeyManagers()[0])};
    }

    @Override
    public Connection connect(String host, int port, Pause pause) throws Exception {
        int checksBefore = trust.checks();
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setSoTimeout(10_000);
        // Else the second small record of a handshake waits for the acknowledgement of the first.
        plain.setTcpNoDelay(true);
        pause.run();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        options.accept(parameters);
        socket.setSSLParameters(parameters);
        boolean connected = false;
        try {
            socket.startHandshake();
            Established connection = new Established(socket, trust.checks() == checksBefore);
            connection.echo();
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {}

    private record Established(SSLSocket socket, boolean resumed) implements Connection {
        @Override
        public X509Certificate serverCertificate() {
            try {
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            } catch (SSLPeerUnverifiedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String protocol() {
            return socket.getSession().getProtocol();
        }

        @Override
        public String cipherSuite() {
            return socket.getSession().getCipherSuite();
        }

        @Override
        public @Nullable String applicationProtocol() {
            String protocol = socket.getApplicationProtocol();
            return protocol.isEmpty() ? null : protocol;
        }

        @Override
        public boolean endsInOrder() {
            throw new UnsupportedOperationException("the JDK's sockets don't tell");
        }

        @Override
        public void echo() throws IOException {
            socket.getOutputStream().write('x');
            if (socket.getInputStream().read() != 'x') {
                throw new EOFException("the server closed the connection");
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
