package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.KeyAlgorithm;
import java.lang.reflect.Method;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class NativeTrustTest {
    private final CertificateAuthority root = CertificateAuthority.create("Root");
    private final TrustAnchors anchors = TrustAnchors.of(List.of(root.certificate()), "test");
    private final X509Certificate[] good = chain(root.intermediate("Intermediate"));
    private final X509Certificate[] forged = chain(root.impostor());
    private final AtomicInteger asked = new AtomicInteger();

    private static X509Certificate[] chain(CertificateAuthority issuer) {
        return issuer.issue().chain().toArray(X509Certificate[]::new);
    }

    private String verdict(Provider provider, X509Certificate[] chain) {
        NativeTrust trust = new NativeTrust(PkixTrust.plain(anchors), provider);
        return new Asked(true, "EC", null, "").verdict(trust, chain);
    }

    @Test
    void aYesOfTheProviderIsEnough() {
        assertThat(verdict(new Signatures("SHA256withECDSA", () -> true), good)).isEqualTo(Asked.ACCEPTED);
        assertThat(asked).hasValue(1);
    }

    /** It is the signature alone that the provider is asked about: a forged name or date isn't helped by its yes. */
    @Test
    void aYesOfTheProviderIsNoMoreThanThat() {
        Provider yes = new Signatures("SHA256withECDSA", () -> true);
        X509Certificate[] expired = root.issue(leaf -> leaf.expired()).chain().toArray(X509Certificate[]::new);
        X509Certificate[] stranger = chain(CertificateAuthority.create("Other"));
        assertThat(verdict(yes, expired)).startsWith("refused");
        assertThat(verdict(yes, stranger)).startsWith("refused");
    }

    @Test
    void theJdkIsAskedAboutWhatTheProviderRefuses() {
        Provider no = new Signatures("SHA256withECDSA", () -> false);
        assertThat(verdict(no, good)).isEqualTo(Asked.ACCEPTED);
        assertThat(verdict(no, forged)).startsWith("refused");
        assertThat(asked.get()).isGreaterThan(1);
    }

    @Test
    void theJdkIsAskedIfTheProviderFails() {
        Provider broken = new Signatures("SHA256withECDSA", () -> {
            throw new IllegalStateException("no native library");
        });
        assertThat(verdict(broken, good)).isEqualTo(Asked.ACCEPTED);
        assertThat(verdict(broken, forged)).startsWith("refused");
    }

    @Test
    void theJdkIsAskedAboutWhatTheProviderDoesntKnow() {
        Provider other = new Signatures("SHA256withRSA", () -> true);
        assertThat(verdict(other, good)).isEqualTo(Asked.ACCEPTED);
        assertThat(verdict(other, forged)).startsWith("refused");
        assertThat(asked).hasValue(0);
    }

    /** Java is quick at RSA, and handing the key over takes longer than is won. */
    @Test
    void theJdkIsAskedAboutEverythingButEcdsa() {
        CertificateAuthority rsa = CertificateAuthority.create("RSA", ca -> ca.key(KeyAlgorithm.RSA_2048));
        NativeTrust trust = new NativeTrust(
                PkixTrust.plain(TrustAnchors.of(List.of(rsa.certificate()), "test")),
                new Signatures("SHA256withRSA", () -> true));
        assertThat(new Asked(true, "RSA", null, "").verdict(trust, chain(rsa))).isEqualTo(Asked.ACCEPTED);
        assertThat(asked).hasValue(0);
    }

    @Test
    void conscryptRefusesAForgedSignatureOfEachKind() {
        Provider conscrypt = NativeSignatures.conscrypt().orElseThrow();
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            CertificateAuthority ca = CertificateAuthority.create("CA", options -> options.key(algorithm));
            NativeTrust trust =
                    new NativeTrust(PkixTrust.plain(TrustAnchors.of(List.of(ca.certificate()), "test")), conscrypt);
            Asked client = new Asked(true, "EC", null, "");
            String plain =
                    client.verdict(PkixTrust.plain(TrustAnchors.of(List.of(ca.certificate()), "test")), chain(ca));
            assertThat(client.verdict(trust, chain(ca))).as("%s", algorithm).isEqualTo(plain);
            assertThat(client.verdict(trust, chain(ca.impostor())))
                    .as("%s", algorithm)
                    .startsWith("refused");
        }
    }

    @Test
    void nothingIsRegistered() {
        List<Provider> before = List.of(Security.getProviders());
        assertThat(NativeSignatures.conscrypt()).isPresent();
        assertThat(verdict(NativeSignatures.conscrypt().orElseThrow(), good)).isEqualTo(Asked.ACCEPTED);
        assertThat(verdict(NativeSignatures.provider().orElseThrow(), good)).isEqualTo(Asked.ACCEPTED);
        assertThat(Security.getProviders()).containsExactlyElementsOf(before);
    }

    @Test
    void theCertificateSaysOfItselfWhatTheJdksDoes() throws Exception {
        X509Certificate jdk = good[0];
        NativelyVerified wrapped = new NativelyVerified(jdk, new Signatures("SHA256withECDSA", () -> true));
        assertThat(wrapped).isEqualTo(jdk).hasSameHashCodeAs(jdk);
        assertThat(jdk).isEqualTo(wrapped);
        for (Method method : X509Certificate.class.getMethods()) {
            boolean getter = method.getParameterCount() == 0
                    && (method.getName().startsWith("get") || method.getName().startsWith("has"));
            if (getter && !method.getName().equals("getClass")) {
                assertThat(method.invoke(wrapped)).as(method.getName()).isEqualTo(method.invoke(jdk));
            }
        }
    }

    /** A provider that isn't one, and counts. */
    private final class Signatures extends Provider {
        private static final long serialVersionUID = 1;

        Signatures(String algorithm, BooleanSupplier verdict) {
            super("Test", "1", "for this test");
            putService(new Service(this, "Signature", algorithm, "none", null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new Spi(verdict);
                }

                @Override
                public boolean supportsParameter(Object parameter) {
                    return true;
                }
            });
        }
    }

    @SuppressWarnings("deprecation") // of parameters, which aren't asked for
    private final class Spi extends SignatureSpi {
        private final BooleanSupplier verdict;

        Spi(BooleanSupplier verdict) {
            this.verdict = verdict;
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) {}

        @Override
        protected void engineInitSign(PrivateKey privateKey) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineUpdate(byte b) {}

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {}

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            asked.incrementAndGet();
            return verdict.getAsBoolean();
        }

        @Override
        protected void engineSetParameter(String parameter, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected Object engineGetParameter(String parameter) {
            throw new UnsupportedOperationException();
        }
    }
}
