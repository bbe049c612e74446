package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.material.TrustAnchors;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for what a handle does by itself. The deadline is generous: it only passes if nothing comes at all. */
final class Following {
    private final LiveTls tls;
    private final BlockingQueue<ReloadResult> results = new LinkedBlockingQueue<>();

    Following(LiveTls tls) {
        this.tls = tls;
        tls.onReload(results::add);
    }

    /** Waits until new connections would present this certificate. */
    void presents(X509Certificate certificate) throws InterruptedException {
        while (!certificate.equals(leaf(tls))) {
            next();
        }
    }

    /** Waits for a failure whose message matches. */
    ReloadResult.Failed fails(Predicate<ReloadResult.Failed> expected) throws InterruptedException {
        while (true) {
            if (next() instanceof ReloadResult.Failed failed && expected.test(failed)) {
                return failed;
            }
        }
    }

    /** The next result, whatever it is. */
    ReloadResult next() throws InterruptedException {
        ReloadResult result = results.poll(2, TimeUnit.MINUTES);
        assertThat(result).as("the handle noticed the change").isNotNull();
        return result;
    }

    static X509Certificate leaf(LiveTls tls) {
        TlsSnapshot snapshot = tls.current();
        assertThat(snapshot.identity()).isNotNull();
        return snapshot.identity().leaf();
    }

    static TrustAnchors trust(TlsSnapshot snapshot) {
        TrustAnchors trust = snapshot.trustAnchors();
        assertThat(trust).isNotNull();
        return trust;
    }
}
