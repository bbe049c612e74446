package io.livetls.jdbc;

import io.livetls.LiveTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS of a handle for one connection to a server. */
final class ClientSockets {
    private ClientSockets() {}

    /** Of the handle's own context, which resumes sessions as long as nothing has changed. Needs trust. */
    static SSLSocketFactory live(LiveTls tls) {
        return tls.sslContext().getSocketFactory();
    }

    /**
     * Of a context for one connection, which resumes no session: so there is nothing that could outlive a change, and no
     * server that forgets with the session whose certificate it saw.
     *
     * @param checksChain whether the server's chain is checked, which needs trust
     */
    static SSLSocketFactory once(LiveTls tls, boolean checksChain) {
        return new Once(tls, checksChain ? tls.trustManager() : UncheckedServers.INSTANCE);
    }

    /**
     * TLS for one connection over one that a driver made. What the mode promises is checked inside the handshake.
     *
     * @param host the server's name or address; null where the mode promises none
     * @return a socket that hasn't begun its handshake
     */
    static SSLSocket over(Socket transport, @Nullable String host, int port, LiveTls tls, SslMode mode)
            throws IOException {
        SSLSocketFactory sockets = once(tls, mode.promisesChain());
        SSLSocket socket = (SSLSocket) sockets.createSocket(transport, host, port, true);
        if (mode == SslMode.VERIFY_FULL) {
            checkName(socket);
        }
        return socket;
    }

    /** Has the name or address that a socket was made for checked inside the handshake. */
    static void checkName(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
    }

    /**
     * Leaves only the suites of the protocols that are enabled now, so that nothing comes of enabling others afterwards. Those
     * of TLS 1.3 serve no other protocol, and no other ones serve TLS 1.3 (RFC 8446, B.4).
     */
    static void holdToProtocols(SSLSocket socket) {
        List<String> protocols = List.of(socket.getEnabledProtocols());
        boolean newest = protocols.contains("TLSv1.3");
        boolean older = protocols.size() > (newest ? 1 : 0);
        socket.setEnabledCipherSuites(Arrays.stream(socket.getEnabledCipherSuites())
                .filter(suite -> (suite.contains("_WITH_") || suite.endsWith("_SCSV")) ? older : newest)
                .toArray(String[]::new));
    }

    private static final class Once extends SSLSocketFactory {
        private final SSLSocketFactory sockets;
        private final List<String> protocols;
        private final List<String> cipherSuites;

        Once(LiveTls tls, TrustManager trust) {
            this.protocols = tls.settings().protocols();
            this.cipherSuites = tls.settings().cipherSuites();
            try {
                // Of the handle's own provider, as its other contexts.
                SSLContext context =
                        SSLContext.getInstance("TLS", tls.sslContext().getProvider());
                context.init(new KeyManager[] {tls.keyManager()}, new TrustManager[] {trust}, null);
                this.sockets = context.getSocketFactory();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(
                        tls.sslContext().getProvider().getName() + " can't make a TLS context", e);
            }
        }

        @Override
        public Socket createSocket(Socket transport, String host, int port, boolean autoClose) throws IOException {
            return configured(sockets.createSocket(transport, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return configured(sockets.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return configured(sockets.createSocket(host, port, localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return configured(sockets.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return configured(sockets.createSocket(host, port, localHost, localPort));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }

        private Socket configured(Socket made) {
            SSLSocket socket = (SSLSocket) made;
            if (!protocols.isEmpty()) {
                socket.setEnabledProtocols(protocols.toArray(String[]::new));
            }
            if (!cipherSuites.isEmpty()) {
                socket.setEnabledCipherSuites(cipherSuites.toArray(String[]::new));
            }
            return socket;
        }
    }
}
