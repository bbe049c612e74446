package io.livetls.examples.demo;

import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** The changes that a service goes through in its life. */
final class Rotations {
    private Rotations() {}

    static void renew(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        IssuedCertificate current = deployment.serving().certificate();
        identity(deployment, report, deployment.currentCa().renew(current), true);
    }

    static void changeKey(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        IssuedCertificate current = deployment.serving().certificate();
        identity(deployment, report, deployment.currentCa().rekey(current), false);
    }

    private static void identity(Deployment deployment, Report report, IssuedCertificate next, boolean sameKey)
            throws TimeoutException, InterruptedException {
        Side server = deployment.serving();
        X509Certificate old = server.certificate().certificate();
        int from = deployment.clients().log().size();
        List<HeldSession> sessions = HeldSession.of(deployment, report, deployment.currentCa());
        report.fact(
                "on disk",
                "server/" + (sameKey ? "tls.crt" : "tls.crt and tls.key") + ": serial " + Names.serial(old) + " -> "
                        + Names.serial(next.certificate()) + (sameKey ? ", same key" : ", another key"));
        long swapped = server.swap(
                next, server.secret().withCertificate(next.certificatePem()).withKey(next.privateKeyPem()));
        Effects.serverShows(deployment, report, swapped);
        Effects.traffic(deployment, report, from);
        if (!resumesAcrossIdentities(deployment)) {
            report.fact("note", "this JDK resumes no session that was made with another server certificate");
            return;
        }
        for (HeldSession session : sessions) {
            report.expect(
                    "a " + session.protocol() + " session from before is resumed",
                    session.caller().call().resumed());
        }
    }

    /** Newer JDKs bind a session to the server certificate that it was made with. */
    private static boolean resumesAcrossIdentities(Deployment deployment) {
        return deployment.server().isOpenSsl() || Runtime.version().feature() < 25;
    }

    /** Both sides trust both CAs, the server first: from now on either certificate is good. */
    static void overlap(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        Side server = deployment.serving();
        SSLContext newcomer = deployment.outsider(deployment.newCa());
        String both = CertificateAuthority.bundlePem(deployment.oldCa(), deployment.newCa());
        int from = deployment.clients().log().size();
        List<HeldSession> sessions = HeldSession.of(deployment, report, deployment.oldCa());
        Effects.refused(deployment, report, "a client of the new CA, before,", deployment.callAs(newcomer));
        report.fact("on disk", "server/ca.crt, then clients/ca.crt: Old CA -> Old CA + New CA");
        long swapped = server.swap(server.certificate(), server.secret().withTrust(both));
        Call first = Await.answer("a client of the new CA is let in", () -> {
            Call call = deployment.callAs(newcomer);
            return call.failed() ? null : call;
        });
        Effects.followed(deployment, report, swapped, first, "a client of the new CA was let in");
        for (HeldSession session : sessions) {
            report.expect(
                    "a " + session.protocol() + " session of the old trust isn't resumed, its client is checked anew",
                    session.caller().call().full());
        }
        clientsTrust(deployment, report, both);
        Effects.traffic(deployment, report, from);
    }

    /** Both sides take certificates of the new CA. */
    static void move(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        int from = deployment.clients().log().size();
        long serverSwapped = reissued(deployment, report, deployment.serving(), "server");
        long clientsSwapped = reissued(deployment, report, deployment.calling(), "clients");
        Effects.serverShows(deployment, report, serverSwapped);
        X509Certificate clientNext = deployment.calling().certificate().certificate();
        String seen = WhoIsWho.clientLine(clientNext);
        Call first = Await.answer(
                "the server sees the clients' new certificate",
                () -> deployment.clients().log().firstAfter(clientsSwapped, call -> call.answers(seen)));
        report.fact(
                "followed",
                "the server saw the clients' serial " + Names.serial(clientNext) + " after "
                        + Effects.millis(clientsSwapped, first.ended()) + " ms");
        Effects.traffic(deployment, report, from);
        Call leftBehind = deployment.callAs(deployment.outsider(deployment.oldCa()));
        report.expect("a client that stayed with the old CA is still let in", !leftBehind.failed());
    }

    private static long reissued(Deployment deployment, Report report, Side side, String name) {
        IssuedCertificate next = deployment.newCa().rekey(side.certificate());
        report.fact("on disk", name + "/tls.crt and tls.key: " + Names.of(next.certificate()));
        return side.swap(
                next, side.secret().withCertificate(next.certificatePem()).withKey(next.privateKeyPem()));
    }

    /** Both sides forget the old CA. Who stayed with it is out, whatever sessions it has. */
    static void drop(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        Side server = deployment.serving();
        SSLContext leftBehind = deployment.outsider(deployment.oldCa());
        int from = deployment.clients().log().size();
        List<HeldSession> sessions = HeldSession.of(deployment, report, deployment.oldCa());
        String onlyNew = deployment.newCa().certificatePem();
        report.fact("on disk", "server/ca.crt, then clients/ca.crt: Old CA + New CA -> New CA");
        long swapped = server.swap(server.certificate(), server.secret().withTrust(onlyNew));
        Call first = Await.answer("a client of the old CA is refused", () -> {
            Call call = deployment.callAs(leftBehind);
            return call.failed() ? call : null;
        });
        Effects.followed(deployment, report, swapped, first, "a client of the old CA was refused");
        int port = deployment.server().port();
        for (HeldSession session : sessions) {
            String protocol = session.protocol();
            Call full = Caller.fresh(-1, leftBehind, port).speaking(protocol).call();
            Effects.refused(deployment, report, "the old CA's client, new " + protocol + " handshake,", full);
            Call resuming = session.caller().call();
            Effects.refused(deployment, report, "the old CA's client, resuming " + protocol + ",", resuming);
        }
        clientsTrust(deployment, report, onlyNew);
        Effects.traffic(deployment, report, from);
    }

    private static void clientsTrust(Deployment deployment, Report report, String bundle)
            throws TimeoutException, InterruptedException {
        Side clients = deployment.calling();
        long swapped = clients.swap(clients.certificate(), clients.secret().withTrust(bundle));
        var reload = clients.reloads().await(ReloadResult.Updated.class, swapped);
        report.fact(
                "followed", "the clients took theirs " + Effects.millis(swapped, reload.at()) + " ms after the swap");
    }
}
