package io.livetls.examples.demo;

import io.livetls.ReloadResult;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What several steps wait for and report. */
final class Effects {
    private Effects() {}

    /** Waits for the first full handshake that shows the server's certificate, and says when it was. */
    static void serverShows(Deployment deployment, Report report, long swapped)
            throws TimeoutException, InterruptedException {
        X509Certificate expected = deployment.serving().certificate().certificate();
        Call first = Await.answer(
                "a handshake shows serial " + Names.serial(expected),
                () -> deployment.clients().log().firstAfter(swapped, call -> call.shows(expected)));
        followed(deployment, report, swapped, first, "a handshake showed serial " + Names.serial(expected));
    }

    /** Says when the server took the new files, and when a client first saw it. */
    static void followed(Deployment deployment, Report report, long swapped, Call first, String what)
            throws TimeoutException, InterruptedException {
        var reload = deployment.serving().reloads().await(ReloadResult.Updated.class, swapped);
        report.fact(
                "followed",
                "the server took it " + millis(swapped, reload.at()) + " ms after the swap; after "
                        + millis(swapped, first.ended()) + " ms " + what);
    }

    /** Lets every client call on, then reports all calls since a count; none may have failed. */
    static void traffic(Deployment deployment, Report report, int from) throws TimeoutException, InterruptedException {
        deployment.clients().awaitCalls(3);
        Traffic traffic = Traffic.since(deployment.clients().log(), from);
        report.fact("handshakes", traffic.toString());
        traffic.calls().stream()
                .filter(Call::failed)
                .findFirst()
                .ifPresent(call -> report.fact("failure", String.valueOf(call.failure())));
        report.expect("no call failed", !traffic.calls().isEmpty() && traffic.failed() == 0);
    }

    /** Expects that the server refused a call, and says why it did. */
    static void refused(Deployment deployment, Report report, String who, Call call)
            throws TimeoutException, InterruptedException {
        if (call.failed()) {
            report.expect(who + " is refused: " + deployment.refusal(call), true);
        } else {
            report.expect(who + " is refused", false);
        }
    }

    static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }
}
