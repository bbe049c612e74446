package io.livetls.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import io.livetls.ClientAuth;
import io.livetls.jsse.Jsse;
import io.livetls.jsse.Rotating;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests without end while everything changes as it should: certificates, then the CA with an overlap, again and again. */
@ParameterizedClass
@EnumSource
class HttpRotationTest {
    private static final int ROUNDS = 2;
    private static final long DEADLINE = TimeUnit.MINUTES.toNanos(2);

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private CertificateAuthority old = CertificateAuthority.create("CA 0");
    private final Rotating serving;
    private final Rotating calling;

    HttpRotationTest(Jsse jsse) {
        this.serving = new Rotating(jsse, ClientAuth.REQUIRE, old.issue(), old);
        this.calling = new Rotating(jsse, ClientAuth.NONE, old.issue(), old);
    }

    @Test
    void noRequestFailsOverConnectionsOfNowWhichTheTrustFilterWatches() throws Exception {
        try (LiveHttpClient live = HttpTls.client(calling.tls())) {
            rotateUnder(Stream.of(live, live, live), HttpTls.trustFilter(serving.tls()));
        }
    }

    @Test
    void noRequestFailsOverConnectionsThatLiveOn() throws Exception {
        rotateUnder(Stream.generate(() -> HttpClient.newBuilder()
                        .sslContext(calling.tls().sslContext())
                        .build())
                .limit(2));
    }

    private void rotateUnder(Stream<HttpClient> clients, Filter... filters) throws Exception {
        try (serving;
                calling;
                TestServer server = new TestServer(serving.tls(), filters)) {
            List<Caller> callers =
                    clients.map(client -> new Caller(server, client)).toList();
            callers.forEach(Thread::start);
            for (int round = 1; round <= ROUNDS; round++) {
                CertificateAuthority next = CertificateAuthority.create("CA " + round);
                step(callers, old, old);
                step(callers, old, old, next);
                step(callers, next, old, next);
                step(callers, next, next);
                old = next;
            }
            over.set(true);
            for (Caller caller : callers) {
                caller.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    /** Both sides come to a certificate of one CA and to some trusted ones, one after the other. */
    private void step(List<Caller> callers, CertificateAuthority issuer, CertificateAuthority... trusted)
            throws InterruptedException {
        IssuedCertificate server = issuer.issue();
        serving.change(server, trusted);
        answersOfAll(callers);
        calling.change(issuer.issue(), trusted);
        answersOfAll(callers);
    }

    private void answersOfAll(List<Caller> callers) throws InterruptedException {
        long[] before = callers.stream().mapToLong(caller -> caller.answers).toArray();
        long end = System.nanoTime() + DEADLINE;
        for (int i = 0; i < before.length; i++) {
            synchronized (callers.get(i)) {
                while (callers.get(i).answers < before[i] + 5) {
                    assertThat(failures).as("after %s", Arrays.toString(before)).isEmpty();
                    assertThat(System.nanoTime()).as("answers come").isLessThan(end);
                    callers.get(i).wait(1000);
                }
            }
        }
    }

    private final class Caller extends Thread {
        private final TestServer server;
        private final HttpClient client;
        private volatile long answers;

        Caller(TestServer server, HttpClient client) {
            this.server = server;
            this.client = client;
        }

        @Override
        public void run() {
            try {
                while (!over.get() && failures.isEmpty()) {
                    server.get(client);
                    synchronized (this) {
                        answers++;
                        notifyAll();
                    }
                }
            } catch (Exception e) {
                failures.add(e);
            }
        }
    }
}
