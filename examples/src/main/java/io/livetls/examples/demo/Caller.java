package io.livetls.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client that makes a new connection for each call, one at a time.
 *
 * <p>JSSE keeps sessions by the server's name. So a client that resumes has a name for the server that is its own, and one
 * that doesn't takes another for each call; the certificate is good for all of them.
 */
final class Caller {
    /** What the server's certificate must be good for. */
    static final String NAMES = "*.demo.localhost";

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final AtomicInteger NAMES_USED = new AtomicInteger();

    private final int number;
    private final SSLContext context;
    private final int port;
    private final boolean resuming;
    private final @Nullable String protocol;
    private final String name = nextName();

    private Caller(int number, SSLContext context, int port, boolean resuming, @Nullable String protocol) {
        this.number = number;
        this.context = context;
        this.port = port;
        this.resuming = resuming;
        this.protocol = protocol;
    }

    /** A client that resumes its session whenever the server lets it. */
    static Caller resuming(int number, SSLContext context, int port) {
        return new Caller(number, context, port, true, null);
    }

    /** A client that never resumes. */
    static Caller fresh(int number, SSLContext context, int port) {
        return new Caller(number, context, port, false, null);
    }

    /** The same client with this protocol only, and without a session yet. */
    Caller speaking(String onlyProtocol) {
        return new Caller(number, context, port, resuming, onlyProtocol);
    }

    /** Connects, asks, reads the answer and closes. What goes wrong is in the result. */
    Call call() {
        long beganAt = System.currentTimeMillis();
        long began = System.nanoTime();
        int localPort = -1;
        try (Socket tcp = new Socket()) {
            tcp.setSoTimeout(TIMEOUT_MILLIS);
            tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            localPort = tcp.getLocalPort();
            try (SSLSocket tls = secured(tcp)) {
                tls.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
                tls.getOutputStream().flush();
                String answer = new String(tls.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!answer.startsWith("HTTP/1.1 200 ")) {
                    throw new IOException("no answer");
                }
                return new Call(
                        number, localPort, began, System.nanoTime(), beganAt, agreed(tls.getSession()), answer, null);
            }
        } catch (IOException e) {
            return new Call(number, localPort, began, System.nanoTime(), beganAt, null, null, String.valueOf(e));
        }
    }

    private SSLSocket secured(Socket tcp) throws IOException {
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(tcp, resuming ? name : nextName(), port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (protocol != null) {
            parameters.setProtocols(new String[] {protocol});
        }
        tls.setSSLParameters(parameters);
        return tls;
    }

    private static Call.Session agreed(SSLSession session) throws IOException {
        X509Certificate server = (X509Certificate) session.getPeerCertificates()[0];
        return new Call.Session(server, session.getCreationTime(), session.getProtocol());
    }

    private static String nextName() {
        return NAMES.replace("*", "name-" + NAMES_USED.getAndIncrement());
    }
}
