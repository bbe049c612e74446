package io.livetls.jsse;

import java.io.IOException;
import java.net.SocketException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A server's refusal of a client's certificate may get lost: the server sends its alert and closes, the client, which goes on
 * writing, finds the connection broken, and the operating system drops what came before. With TLS 1.3 that is after the
 * client's handshake (RFC 8446, 2). So "Broken pipe" may be all that a caller hears of a missing certificate.
 */
final class UnansweredClient {
    private UnansweredClient() {}

    /** The same, with what it may mean; only where it may mean that. */
    static IOException afterHandshake(IOException broken, SSLSession session) {
        return isBroken(broken) && session.getProtocol().equals("TLSv1.3")
                ? explained("the server ended the connection before it answered anything", broken, session)
                : broken;
    }

    /** The same; there may be no session yet, or none any more. */
    static IOException inHandshake(IOException broken, @Nullable SSLSession session) {
        return isBroken(broken)
                ? explained("the server ended the connection in the middle of the handshake", broken, session)
                : broken;
    }

    private static IOException explained(String what, IOException broken, @Nullable SSLSession session) {
        SSLException explained = new SSLException(
                what + " (" + broken.getMessage()
                        + "). If it asks for client certificates, it may have refused this client"
                        + (session == null ? "" : ": " + shown(session))
                        + ". Its log says why; an identity of a CA that it trusts has to be in this client's handle",
                broken);
        explained.setStackTrace(broken.getStackTrace());
        return explained;
    }

    private static boolean isBroken(IOException broken) {
        return broken instanceof SocketException
                || (broken instanceof SSLException && broken.getCause() instanceof SocketException);
    }

    private static String shown(SSLSession session) {
        Certificate[] local = session.getLocalCertificates();
        return local != null && local.length > 0 && local[0] instanceof X509Certificate leaf
                ? "it was shown " + leaf.getSubjectX500Principal() + ", serial "
                        + leaf.getSerialNumber().toString(16)
                : "it was shown no certificate";
    }
}
