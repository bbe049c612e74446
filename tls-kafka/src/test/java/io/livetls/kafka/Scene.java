package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.conscrypt.Conscrypt;

/** Our side with a handle that at first trusts two CAs, and what a stranger with Kafka's own factory has in its settings. */
final class Scene implements AutoCloseable {
    static final CertificateAuthority ROOT = CertificateAuthority.create("Our root");
    static final CertificateAuthority STAYING = CertificateAuthority.create("Staying CA");
    static final CertificateAuthority LEAVING = CertificateAuthority.create("Leaving CA");
    static final IssuedCertificate OURS = ROOT.issue();
    static final IssuedCertificate ALICE = STAYING.issue();
    static final IssuedCertificate MALLORY = LEAVING.issue();

    private final AtomicReference<Material> material = new AtomicReference<>(material(OURS, STAYING, LEAVING));
    private final LiveTls tls;

    Scene() {
        this(LiveTls.builder());
    }

    private Scene(LiveTls.Builder handle) {
        this.tls = handle.material(material::get)
                .clientAuth(ClientAuth.REQUIRE)
                .reloadInterval(Duration.ofDays(1))
                .build();
    }

    /** With Conscrypt for JSSE. */
    static Scene ofConscrypt() {
        return new Scene(LiveTls.builder().jsseProvider(Conscrypt.newProvider()));
    }

    LiveTls tls() {
        return tls;
    }

    static Material material(IssuedCertificate identity, CertificateAuthority... trusted) {
        return new Material(
                Identity.of(identity.privateKey(), identity.chain()),
                TrustAnchors.of(
                        Stream.of(trusted)
                                .map(CertificateAuthority::certificate)
                                .toList(),
                        "test"));
    }

    /** From now on the leaving CA isn't trusted. */
    void removeCa() {
        change(material(OURS, STAYING));
    }

    void change(Material next) {
        material.set(next);
        assertThat(tls.reload()).isInstanceOf(ReloadResult.Updated.class);
    }

    /** A listener's or a client's settings for our side. */
    Map<String, Object> ours(String engine, String protocol) {
        Map<String, Object> settings = new HashMap<>(KafkaTls.clientConfig(tls));
        settings.put("ssl.client.auth", "required");
        settings.put("livetls.engine", engine);
        settings.put("ssl.enabled.protocols", List.of(protocol));
        return settings;
    }

    /** The settings of a stranger, without anything of ours. */
    static Map<String, Object> stock(IssuedCertificate identity, String protocol) {
        return stock(identity, protocol, "required");
    }

    static Map<String, Object> stock(IssuedCertificate identity, String protocol, String clientAuth) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.key", identity.privateKeyPem());
        settings.put("ssl.keystore.certificate.chain", identity.certificatePem());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", ROOT.certificatePem());
        settings.put("ssl.client.auth", clientAuth);
        settings.put("ssl.enabled.protocols", List.of(protocol));
        return settings;
    }

    @Override
    public void close() {
        tls.close();
    }
}
