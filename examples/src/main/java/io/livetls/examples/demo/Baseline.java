package io.livetls.examples.demo;

import io.livetls.testing.CertificateAuthority;
import java.util.concurrent.TimeoutException;

/** The first step: everything works, and what must be refused is, before anything changes. */
final class Baseline {
    private Baseline() {}

    static void run(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        report.fact("serves", Names.of(deployment.serving().certificate().certificate()));
        int from = deployment.clients().log().size();
        Await.until(
                "a resumed handshake",
                () -> Traffic.since(deployment.clients().log(), from).resumed() > 0);
        Effects.traffic(deployment, report, from);
        Effects.refused(
                deployment, report, "a client without a certificate", deployment.callAs(deployment.anonymous()));
        CertificateAuthority unknown = CertificateAuthority.create("Unknown CA");
        Effects.refused(
                deployment, report, "a client of an unknown CA", deployment.callAs(deployment.outsider(unknown)));
    }
}
