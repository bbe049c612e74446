package io.livetls.examples.demo;

import io.livetls.ClientAuth;
import io.livetls.netty.NettyEngine;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * A server that asks for client certificates, clients that keep calling it, and the volumes that both follow. All are
 * made once; from then on only files change.
 */
final class Deployment implements AutoCloseable {
    private final CertificateAuthority oldCa = CertificateAuthority.create("Old CA");
    private final CertificateAuthority newCa = CertificateAuthority.create("New CA");
    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final Side serving;
    private final Side calling;
    private final DemoServer server;
    private final CallingClients clients;

    /** @throws IllegalStateException if the engine isn't available */
    Deployment(NettyEngine engine, int clientCount, int port) {
        IssuedCertificate serverCertificate =
                oldCa.issue(leaf -> leaf.commonName("demo server").dns("localhost", Caller.NAMES));
        this.serving = new Side(
                "server",
                directory.path().resolve("server"),
                ClientAuth.REQUIRE,
                serverCertificate,
                Secret.of(serverCertificate, oldCa));
        IssuedCertificate clientCertificate = clientOf(oldCa, "demo client");
        this.calling = new Side(
                "clients",
                directory.path().resolve("clients"),
                ClientAuth.NONE,
                clientCertificate,
                Secret.of(clientCertificate, oldCa));
        boolean started = false;
        try {
            this.server = DemoServer.start(serving.tls(), engine, port);
            started = true;
        } finally {
            if (!started) {
                closeSides();
            }
        }
        this.clients = new CallingClients(clientCount, calling.tls(), server.port());
    }

    CertificateAuthority oldCa() {
        return oldCa;
    }

    CertificateAuthority newCa() {
        return newCa;
    }

    /** The server's files. */
    Side serving() {
        return serving;
    }

    /** The clients' files. */
    Side calling() {
        return calling;
    }

    DemoServer server() {
        return server;
    }

    CallingClients clients() {
        return clients;
    }

    Path directory() {
        return directory.path();
    }

    /** A client outside of the fleet that trusts both CAs and never changes. */
    SSLContext outsider(CertificateAuthority issuer) {
        return Outsider.context(clientOf(issuer, "outsider"), oldCa, newCa);
    }

    /** A client that has no certificate. */
    SSLContext anonymous() {
        return currentCa().sslContext();
    }

    /** Calls without a session. */
    Call callAs(SSLContext client) {
        return Caller.fresh(-1, client, server.port()).call();
    }

    /** Why the server refused a call; it must have. */
    String refusal(Call call) throws TimeoutException, InterruptedException {
        return Await.answer("the server refuses a handshake", () -> server.refusal(call.localPort()));
    }

    /** A text in which paths begin at this deployment's directory. */
    String shortened(String text) {
        return text.replace(directory.path() + "/", "");
    }

    /** The issuer of the certificate that the server should present now. */
    CertificateAuthority currentCa() {
        boolean moved = serving.certificate()
                .certificate()
                .getIssuerX500Principal()
                .equals(newCa.certificate().getSubjectX500Principal());
        return moved ? newCa : oldCa;
    }

    private static IssuedCertificate clientOf(CertificateAuthority issuer, String name) {
        return issuer.issue(leaf -> leaf.commonName(name).clientAuth());
    }

    private void closeSides() {
        calling.close();
        serving.close();
        directory.close();
    }

    @Override
    public void close() {
        clients.close();
        server.close();
        closeSides();
    }
}
