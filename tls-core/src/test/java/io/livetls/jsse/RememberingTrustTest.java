package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A yes is remembered for exactly what was asked, and nothing else. */
class RememberingTrustTest {
    private final CertificateAuthority root = CertificateAuthority.create("Root");
    private final CertificateAuthority issuer = root.intermediate("Intermediate");
    private final SetClock clock = new SetClock();
    private final CountedTrust jdk = new CountedTrust(PkixTrust.listenedTo(anchors(root)));
    private final RememberingTrust trust = remembering(jdk);

    private static TrustAnchors anchors(CertificateAuthority... authorities) {
        return TrustAnchors.of(
                Arrays.stream(authorities)
                        .map(CertificateAuthority::certificate)
                        .toList(),
                "test");
    }

    private RememberingTrust remembering(X509ExtendedTrustManager manager) {
        return new RememberingTrust(manager, 1_000, RememberingTrust::sha256, clock);
    }

    private static X509Certificate[] chain(IssuedCertificate peer) {
        return peer.chain().toArray(X509Certificate[]::new);
    }

    private boolean accepts(Asked asked, X509Certificate[] chain) {
        return asked.verdict(trust, chain).equals(Asked.ACCEPTED);
    }

    private static Asked client(@Nullable AskedEngine engine) {
        return new Asked(true, "EC", engine, "");
    }

    private static Asked server(@Nullable AskedEngine engine) {
        return new Asked(false, "ECDHE_ECDSA", engine, "");
    }

    @Test
    void whoWasAcceptedIsntValidatedAgain() {
        X509Certificate[] peer = chain(issuer.issue());
        Asked asked = client(new AskedEngine(AskedSession.with("client")));
        assertThat(accepts(asked, peer)).isTrue();
        assertThat(accepts(asked, peer)).isTrue();
        assertThat(accepts(client(new AskedEngine(AskedSession.with("another connection"))), peer))
                .isTrue();
        assertThat(jdk.asked()).isEqualTo(1);
    }

    @Test
    void aRefusalIsntRemembered() {
        X509Certificate[] peer = chain(CertificateAuthority.create("Other").issue());
        assertThat(accepts(client(null), peer)).isFalse();
        assertThat(accepts(client(null), peer)).isFalse();
        assertThat(jdk.asked()).isEqualTo(2);
        assertThat(trust.size()).isZero();
    }

    @Test
    void theDatesOfTheLeafAreLookedAtEachTime() {
        Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        X509Certificate[] peer = chain(issuer.issue(leaf -> leaf.notAfter(end)));
        assertEndsAt(peer, end);
    }

    @Test
    void theDatesOfAnIntermediateAreLookedAtEachTime() {
        Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        CertificateAuthority brief = root.intermediate("Brief", ca -> ca.notAfter(end));
        assertEndsAt(chain(brief.issue()), end);
    }

    private void assertEndsAt(X509Certificate[] peer, Instant end) {
        Asked asked = client(null);
        assertThat(accepts(asked, peer)).isTrue();
        clock.now = end;
        assertThat(accepts(asked, peer)).isTrue();
        assertThat(jdk.asked()).isEqualTo(1);
        clock.now = end.plusMillis(1);
        accepts(asked, peer);
        assertThat(jdk.asked()).as("asked again").isEqualTo(2);
    }

    @Test
    void anotherCertificateOfTheSamePeerIsAnotherQuestion() {
        IssuedCertificate peer = issuer.issue();
        assertThat(accepts(client(null), chain(peer))).isTrue();
        assertThat(accepts(client(null), chain(issuer.renew(peer)))).isTrue();
        assertThat(accepts(client(null), chain(issuer.impostor().renew(peer)))).isFalse();
        assertThat(jdk.asked()).isEqualTo(3);
    }

    @Test
    void aChainIsMoreThanItsLeaf() {
        X509Certificate[] peer = chain(issuer.issue());
        assertThat(accepts(client(null), peer)).isTrue();
        assertThat(accepts(client(null), new X509Certificate[] {peer[0]})).isFalse();
        assertThat(accepts(client(null), new X509Certificate[] {peer[0], peer[1], peer[1]}))
                .isTrue();
        assertThat(jdk.asked()).isEqualTo(3);
    }

    @Test
    void aClientIsNoServer() {
        X509Certificate[] peer = chain(issuer.issue(leaf -> leaf.clientAuth()));
        assertThat(accepts(client(null), peer)).isTrue();
        assertThat(accepts(server(null), peer)).isFalse();
        assertThat(accepts(client(null), peer)).isTrue();
        assertThat(jdk.asked()).isEqualTo(2);
    }

    /** "RSA" is the key exchange that needs the key usage keyEncipherment. */
    @Test
    void whatAKeyMayBeUsedForIsAskedForEachKeyExchange() {
        X509Certificate[] peer = chain(issuer.issue());
        assertThat(accepts(new Asked(false, "ECDHE_ECDSA", null, ""), peer)).isTrue();
        assertThat(accepts(new Asked(false, "RSA", null, ""), peer)).isFalse();
        assertThat(jdk.asked()).isEqualTo(2);
    }

    @Test
    void aHostIsAcceptedForNoOther() {
        X509Certificate[] peer = chain(issuer.issue(leaf -> leaf.dns("one.example.org")));
        Asked one = server(AskedEngine.identifying(AskedSession.with("one.example.org")));
        Asked two = server(AskedEngine.identifying(AskedSession.with("two.example.org")));
        assertThat(accepts(one, peer)).isTrue();
        assertThat(accepts(two, peer)).isFalse();
        assertThat(accepts(one, peer)).isTrue();
        assertThat(accepts(two, peer)).isFalse();
        assertThat(jdk.asked()).isEqualTo(3);
    }

    @Test
    void aChainThatWasAcceptedWithoutAHostIsntAcceptedForOne() {
        X509Certificate[] peer = chain(issuer.issue(leaf -> leaf.dns("one.example.org")));
        assertThat(accepts(server(null), peer)).isTrue();
        assertThat(accepts(server(new AskedEngine(AskedSession.with("two.example.org"))), peer))
                .isTrue();
        assertThat(accepts(server(AskedEngine.identifying(AskedSession.with("two.example.org"))), peer))
                .isFalse();
    }

    @Test
    void theNameThatWasAskedForCountsToo() {
        X509Certificate[] peer = chain(issuer.issue(leaf -> leaf.dns("one.example.org")));
        for (String requested : List.of("one.example.org", "two.example.org", "one.example.org")) {
            AskedSession session =
                    new AskedSession("TLSv1.3", AskedSession.ALGORITHMS, "10.0.0.1", List.of(requested), List.of());
            assertThat(accepts(server(AskedEngine.identifying(session)), peer))
                    .as(requested)
                    .isEqualTo(requested.startsWith("one"));
        }
    }

    @Test
    void signatureAlgorithmsOfTheConnectionCount() {
        X509Certificate[] peer = chain(issuer.issue());
        AskedSession rsaOnly = new AskedSession("TLSv1.3", List.of("SHA256withRSA"), "client", List.of(), List.of());
        assertThat(accepts(client(new AskedEngine(AskedSession.with("client"))), peer))
                .isTrue();
        assertThat(accepts(client(new AskedEngine(rsaOnly)), peer)).isFalse();
        assertThat(jdk.asked()).isEqualTo(2);
    }

    @Test
    void nothingIsRememberedUnderConstraintsOfTheProgramsOwn() {
        X509Certificate[] peer = chain(issuer.issue());
        AskedEngine engine = new AskedEngine(AskedSession.with("client"));
        assertThat(accepts(client(engine), peer)).isTrue();
        SSLParameters parameters = new SSLParameters();
        NoEllipticCurves constraints = new NoEllipticCurves();
        parameters.setAlgorithmConstraints(constraints);
        engine.setSSLParameters(parameters);
        assertThat(accepts(client(engine), peer)).isFalse();
        constraints.relaxed = true;
        assertThat(accepts(client(engine), peer)).isTrue();
        constraints.relaxed = false;
        assertThat(accepts(client(engine), peer)).isFalse();
        assertThat(jdk.asked()).isEqualTo(4);
    }

    @Test
    void whatTheServerSaysAboutItsRevocationIsPartOfTheQuestion() {
        X509Certificate[] peer = chain(issuer.issue());
        for (int response = 0; response < 3; response++) {
            AskedSession session = new AskedSession(
                    "TLSv1.3", AskedSession.ALGORITHMS, "server", List.of(), List.of(new byte[] {(byte) response}));
            accepts(server(new AskedEngine(session)), peer);
            accepts(server(new AskedEngine(session)), peer);
        }
        assertThat(jdk.asked()).isEqualTo(3);
    }

    @Test
    void withoutAHandshakeNothingIsAcceptedAlthoughTheChainWas() {
        X509Certificate[] peer = chain(issuer.issue());
        assertThat(accepts(client(new AskedEngine(AskedSession.with("client"))), peer))
                .isTrue();
        assertThat(client(new AskedEngine(null)).verdict(trust, peer)).isEqualTo("refused: No handshake session");
    }

    @Test
    void aCertificateThatIsTrustedByItselfNeedsNoMemory() {
        IssuedCertificate own = IssuedCertificate.selfSigned(leaf -> leaf.expired());
        CountedTrust counted =
                new CountedTrust(PkixTrust.listenedTo(TrustAnchors.of(List.of(own.certificate()), "test")));
        RememberingTrust remembering = remembering(counted);
        for (int time = 1; time <= 2; time++) {
            assertThat(client(null).verdict(remembering, chain(own))).isEqualTo(Asked.ACCEPTED);
            assertThat(counted.asked()).isEqualTo(time);
        }
        assertThat(remembering.size()).isZero();
    }

    @Test
    void anotherOneOfOtherTrustKnowsNobody() {
        X509Certificate[] peer = chain(issuer.issue());
        assertThat(accepts(client(null), peer)).isTrue();
        RememberingTrust other = remembering(PkixTrust.listenedTo(anchors(CertificateAuthority.create("Other"))));
        assertThat(client(null).verdict(other, peer)).startsWith("refused");
    }

    @Test
    void hashesThatBeginAlikeArentTheSame() {
        AtomicInteger asked = new AtomicInteger();
        RememberingTrust alike = new RememberingTrust(
                jdk,
                1_000,
                question -> {
                    byte[] hash = new byte[VerifiedChains.FINGERPRINT];
                    hash[VerifiedChains.FINGERPRINT - 1] = (byte) asked.getAndIncrement();
                    return hash;
                },
                clock);
        assertThat(client(null).verdict(alike, chain(issuer.issue()))).isEqualTo(Asked.ACCEPTED);
        for (int i = 0; i < 20; i++) {
            assertThat(client(null).verdict(alike, chain(issuer.impostor().issue())))
                    .startsWith("refused");
        }
    }

    /** The counterpart: with a hash of nothing the test above would find the wrong verdict. */
    @Test
    void theHashIsAllThatIsCompared() {
        RememberingTrust blind =
                new RememberingTrust(jdk, 1_000, question -> new byte[VerifiedChains.FINGERPRINT], clock);
        assertThat(client(null).verdict(blind, chain(issuer.issue()))).isEqualTo(Asked.ACCEPTED);
        assertThat(client(null).verdict(blind, chain(issuer.impostor().issue())))
                .isEqualTo(Asked.ACCEPTED);
    }

    @Test
    void theWholeQuestionIsHashedWithALengthBeforeEachPart() {
        byte[] a = {1, 2};
        byte[] b = {3};
        byte[] c = {1};
        byte[] d = {2, 3};
        assertThat(Question.of(true, List.of(a, b), "EC", Connection.NONE))
                .isNotEqualTo(Question.of(true, List.of(c, d), "EC", Connection.NONE))
                .isNotEqualTo(Question.of(true, List.of(new byte[] {1, 2, 3}), "EC", Connection.NONE))
                .isNotEqualTo(Question.of(false, List.of(a, b), "EC", Connection.NONE))
                .isNotEqualTo(Question.of(true, List.of(a, b), "RSA", Connection.NONE))
                .isEqualTo(Question.of(true, List.of(a.clone(), b.clone()), "EC", Connection.NONE));
    }

    @Test
    void anEngineThatIsGivenOtherParametersMeanwhileLeavesNothingBehind() {
        AskedEngine engine = new AskedEngine(AskedSession.with("localhost"));
        RememberingTrust remembering = remembering(new CountedTrust(PkixTrust.listenedTo(anchors(root)), () -> {
            SSLParameters other = new SSLParameters();
            other.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(other);
        }));
        X509Certificate[] peer = chain(issuer.issue());
        assertThat(server(engine).verdict(remembering, peer)).isEqualTo(Asked.ACCEPTED);
        assertThat(remembering.size()).isZero();
    }

    @Test
    void aDayFromWhichAnAlgorithmIsDeniedEndsAYes() {
        String property = "MD2, SHA1 jdkCA & denyAfter 2019-01-01, EC keySize < 224 & denyAfter 2031-05-01,"
                + " RSA denyAfter 2030-02-03";
        long now = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        assertThat(Instant.ofEpochMilli(PathWindow.untilNext(PathWindow.denials(property), now)))
                .isEqualTo("2030-02-02T23:59:59.999Z");
        assertThat(PathWindow.untilNext(PathWindow.denials("MD2, SHA1 denyAfter 2019-01-01"), now))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aHundredThreadsGetTheRightVerdicts() throws Exception {
        List<X509Certificate[]> good = new ArrayList<>();
        List<X509Certificate[]> bad = new ArrayList<>();
        CertificateAuthority impostor = issuer.impostor();
        for (int i = 0; i < 10; i++) {
            good.add(chain(issuer.issue()));
            bad.add(chain(impostor.issue()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            List<Future<Boolean>> right = new ArrayList<>();
            for (int thread = 0; thread < 100; thread++) {
                int first = thread;
                right.add(threads.submit(() -> {
                    boolean all = true;
                    for (int i = 0; i < 20; i++) {
                        all &= accepts(client(null), good.get((first + i) % 10));
                        all &= i % 10 != 0 || !accepts(client(null), bad.get((first + i) % 10));
                    }
                    return all;
                }));
            }
            for (Future<Boolean> each : right) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(trust.size()).isEqualTo(10);
    }

    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.now();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** Constraints that change their mind. */
    private static final class NoEllipticCurves implements AlgorithmConstraints {
        private boolean relaxed;

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return relaxed || !algorithm.contains("EC");
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return relaxed || !key.getAlgorithm().contains("EC");
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return permits(primitives, algorithm, parameters) && permits(primitives, key);
        }
    }
}
