package io.livetls.examples.demo;

import io.livetls.testing.IssuedCertificate;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** After the scenario: the server goes on serving, for a user with curl and openssl. */
final class Holding {
    private Holding() {}

    static void run(Deployment deployment, Timeline timeline, InputStream in, @Nullable Duration duration)
            throws InterruptedException, TimeoutException {
        timeline.blank();
        timeline.title("Still serving https://localhost:" + deployment.server().port() + "/. In another terminal:");
        timeline.blank();
        var files = deployment.calling().directory();
        int port = deployment.server().port();
        timeline.verbatim(String.join(" ", OutsideClients.curl(files, port)));
        timeline.verbatim(String.join(" ", OutsideClients.openssl(files, port))
                + " </dev/null 2>/dev/null | openssl x509 -noout -serial -issuer");
        timeline.blank();
        timeline.title("Enter renews the certificate; q and Enter, or Ctrl-C, ends"
                + (duration == null ? "" : ", as do " + duration.toSeconds() + " s"));
        Keyboard keyboard = new Keyboard(in, duration);
        for (String line = keyboard.line(); line != null && !line.strip().equals("q"); line = keyboard.line()) {
            renew(deployment, timeline);
        }
    }

    private static void renew(Deployment deployment, Timeline timeline) throws InterruptedException, TimeoutException {
        Side server = deployment.serving();
        IssuedCertificate next = deployment.currentCa().renew(server.certificate());
        long swapped = server.swap(next, server.secret().withCertificate(next.certificatePem()));
        Call first = Await.answer(
                "the new certificate is served",
                () -> deployment.clients().log().firstAfter(swapped, call -> call.shows(next.certificate())));
        timeline.event("renewed: serial " + Names.serial(next.certificate()) + " is served, "
                + Effects.millis(swapped, first.ended()) + " ms after it was on disk");
    }
}
