package io.livetls.benchmarks;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import nl.altindag.ssl.SSLFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/** Other ways to a mTLS server with the same key and the same trust, each as its documentation has it. */
enum Peer {
    /** Netty's own builder, with the JDK's trust manager. */
    NETTY("Netty by hand") {
        @Override
        Side server(IssuedCertificate identity, CertificateAuthority trusted) throws SSLException {
            return netty(SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                    .trustManager(trusted.certificate()));
        }
    },
    /** The managers of its {@code SSLFactory}. */
    AYZA("ayza") {
        @Override
        Side server(IssuedCertificate identity, CertificateAuthority trusted) throws SSLException {
            SSLFactory factory = SSLFactory.builder()
                    .withIdentityMaterial(identity.privateKey(), PASSWORD.clone(), identity.chain())
                    .withTrustMaterial(List.of(trusted.certificate()))
                    .build();
            return netty(
                    factory.getKeyManager().orElseThrow(),
                    factory.getTrustManager().orElseThrow());
        }
    },
    /** The managers that can be given other material later. */
    GRPC("gRPC AdvancedTls") {
        @Override
        Side server(IssuedCertificate identity, CertificateAuthority trusted)
                throws GeneralSecurityException, IOException {
            AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
            keys.updateIdentityCredentials(identity.chain().toArray(X509Certificate[]::new), identity.privateKey());
            AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder()
                    // There is no name to check clients against.
                    .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
            trust.updateTrustCredentials(new X509Certificate[] {trusted.certificate()});
            return netty(keys, trust);
        }
    },
    /** The managers of a bundle. */
    SPRING("Spring Boot's bundle") {
        @Override
        Side server(IssuedCertificate identity, CertificateAuthority trusted) throws SSLException {
            SslManagerBundle managers = SslBundle.of(new PemSslStoreBundle(
                            PemSslStore.of(identity.chain(), identity.privateKey()),
                            PemSslStore.of(List.of(trusted.certificate()), null)))
                    .getManagers();
            return netty(managers.getKeyManagers()[0], managers.getTrustManagers()[0]);
        }
    },
    /** The JDK's engine, with its default managers over key stores. */
    JDK("JDK, naively") {
        @Override
        Side server(IssuedCertificate identity, CertificateAuthority trusted) {
            return new Side(Engines.of(Side.jsse(Side.keyManagers(identity, "SunX509"), trusted), true), () -> {});
        }
    };

    private static final char[] PASSWORD = "benchmark".toCharArray();

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract Side server(IssuedCertificate identity, CertificateAuthority trusted)
            throws GeneralSecurityException, IOException;

    static Side netty(KeyManager keys, TrustManager trust) throws SSLException {
        return netty(SslContextBuilder.forServer(keys).trustManager(trust));
    }

    /** On BoringSSL, all of them. */
    static Side netty(SslContextBuilder builder) throws SSLException {
        return new Side(
                Engines.of(Side.withTicketKey(builder.clientAuth(ClientAuth.REQUIRE)
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .build())),
                () -> {});
    }
}
