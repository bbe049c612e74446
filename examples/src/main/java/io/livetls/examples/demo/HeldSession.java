package io.livetls.examples.demo;

import io.livetls.testing.CertificateAuthority;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A session that a client outside of the fleet made before a change, to see what the server makes of it afterwards.
 *
 * @param protocol such as {@code TLSv1.3}; the versions resume in different ways
 * @param caller resumes the session with its next call
 */
record HeldSession(String protocol, Caller caller) {
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** One session of each protocol. That the clients can resume them is expected, or nothing would follow from later. */
    static List<HeldSession> of(Deployment deployment, Report report, CertificateAuthority issuer) {
        SSLContext client = deployment.outsider(issuer);
        List<HeldSession> sessions = PROTOCOLS.stream()
                .map(protocol -> new HeldSession(
                        protocol,
                        Caller.resuming(-1, client, deployment.server().port()).speaking(protocol)))
                .toList();
        for (HeldSession session : sessions) {
            Call full = session.caller.call();
            Call resumed = session.caller.call();
            if (!full.full() || !resumed.resumed()) {
                report.broken("a client can resume its " + session.protocol + " session before the change");
            }
        }
        return sessions;
    }
}
