package io.livetls.netty;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A client that knows nothing of LiveTLS and keeps its sessions, to look at servers with. */
interface Client extends AutoCloseable {

    /** What a test does between a connection and its first word. */
    interface Pause {
        /** Does it. */
        void run() throws Exception;
    }

    /** Connects to this name of the loopback address, pauses, shakes hands, and waits for an echo. */
    Connection connect(String host, int port, Pause pause) throws Exception;

    default Connection connect(String host, int port) throws IOException {
        try {
            return connect(host, port, () -> {});
        } catch (RuntimeException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    default Connection connect(int port) throws IOException {
        return connect("localhost", port);
    }

    @Override
    void close();

    /** An open connection. */
    interface Connection extends AutoCloseable {
        /** Whether the handshake resumed a session. */
        boolean resumed();

        X509Certificate serverCertificate();

        String protocol();

        String cipherSuite();

        /** The protocol of ALPN; null for none. */
        @Nullable String applicationProtocol();

        /** Waits until the connection has ended, and tells whether the peer said that it would (close_notify). */
        boolean endsInOrder() throws Exception;

        /** Sends one byte and waits until it comes back. */
        void echo() throws IOException;

        @Override
        void close();
    }

    /** The ways to resume a session. */
    enum Kind {
        /** RFC 5077, by the JDK. */
        TLS12_TICKET,
        /** RFC 5246, 7.3, by BoringSSL with tickets off. */
        TLS12_SESSION_ID,
        /** RFC 8446, 2.2, by the JDK. */
        TLS13_JDK,
        /** RFC 8446, 2.2, by BoringSSL. */
        TLS13_OPENSSL;

        Client client(CertificateAuthority trusted, @Nullable IssuedCertificate identity) {
            return switch (this) {
                case TLS12_TICKET -> JdkClient.of(trusted, identity, "TLSv1.2");
                case TLS12_SESSION_ID -> NettyClient.of(trusted, identity, "TLSv1.2");
                case TLS13_JDK -> JdkClient.of(trusted, identity, "TLSv1.3");
                case TLS13_OPENSSL -> NettyClient.of(trusted, identity, "TLSv1.3");
            };
        }
    }
}
