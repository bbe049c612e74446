package io.livetls.examples.demo;

import io.livetls.ReloadResult;
import io.livetls.TlsSnapshot;
import io.livetls.material.Problem;
import io.livetls.testing.IssuedCertificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeoutException;

/** Files that can't be used. Each is refused with a reason, and nobody on the wire notices. */
final class Faults {
    private Faults() {}

    static void mismatch(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        IssuedCertificate other = deployment.newCa().issue();
        refuse(
                deployment,
                report,
                "server/tls.key: the key of another certificate",
                deployment.serving().secret().withKey(other.privateKeyPem()),
                Problem.MISMATCH);
    }

    static void truncated(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        Secret good = deployment.serving().secret();
        String half = good.certificate().substring(0, good.certificate().length() / 2);
        refuse(deployment, report, "server/tls.crt: half of the file", good.withCertificate(half), Problem.MALFORMED);
    }

    static void emptyTrust(Deployment deployment, Report report) throws TimeoutException, InterruptedException {
        refuse(
                deployment,
                report,
                "server/ca.crt: nothing at all",
                deployment.serving().secret().withTrust(""),
                Problem.MISSING);
    }

    private static void refuse(Deployment deployment, Report report, String change, Secret bad, Problem problem)
            throws TimeoutException, InterruptedException {
        Side server = deployment.serving();
        TlsSnapshot before = server.tls().current();
        int from = deployment.clients().log().size();
        report.fact("on disk", change);
        long swapped = server.swap(bad);
        var failed = server.reloads().await(ReloadResult.Failed.class, swapped);
        report.fact("not taken", Effects.millis(swapped, failed.at()) + " ms after the swap the server said:");
        report.fact(
                "", deployment.shortened(String.valueOf(failed.result().cause().getMessage())));
        report.expect(
                "the reload is refused as " + problem, failed.result().cause().problem() == problem);
        Effects.traffic(deployment, report, from);
        X509Certificate certificate = server.certificate().certificate();
        long still = deployment
                .clients()
                .log()
                .begunAfter(failed.at())
                .filter(call -> call.shows(certificate))
                .count();
        report.expect("serial " + Names.serial(certificate) + " is still served", still > 0);
        report.expect("nothing of it took effect", server.tls().current().equals(before));
        Effects.refused(
                deployment, report, "a client without a certificate", deployment.callAs(deployment.anonymous()));
        long repaired = server.swap(server.secret());
        var unchanged = server.reloads().await(ReloadResult.Unchanged.class, repaired);
        report.fact(
                "repaired",
                "the server saw the good files again " + Effects.millis(repaired, unchanged.at())
                        + " ms after they were back");
    }
}
