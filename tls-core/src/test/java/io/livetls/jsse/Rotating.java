package io.livetls.jsse;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.util.Arrays;
import org.assertj.core.api.Assertions;

/** A handle whose material a test replaces at once. */
public final class Rotating implements AutoCloseable {
    private volatile Material material;
    private final LiveTls tls;

    public Rotating(ClientAuth clientAuth, IssuedCertificate identity, CertificateAuthority... trusted) {
        this(Jsse.JDK, clientAuth, identity, trusted);
    }

    public Rotating(Jsse jsse, ClientAuth clientAuth, IssuedCertificate identity, CertificateAuthority... trusted) {
        this.material = material(identity, trusted);
        this.tls = jsse.in(LiveTls.builder())
                .material(() -> material)
                .clientAuth(clientAuth)
                .build();
    }

    public LiveTls tls() {
        return tls;
    }

    /** What the next reload will find. */
    public void offer(IssuedCertificate identity, CertificateAuthority... trusted) {
        material = material(identity, trusted);
    }

    public void change(IssuedCertificate identity, CertificateAuthority... trusted) {
        offer(identity, trusted);
        Assertions.assertThat(tls.reload()).isInstanceOf(ReloadResult.Updated.class);
    }

    private static Material material(IssuedCertificate identity, CertificateAuthority... trusted) {
        TrustAnchors trust = trusted.length == 0
                ? null
                : TrustAnchors.of(
                        Arrays.stream(trusted)
                                .map(CertificateAuthority::certificate)
                                .toList(),
                        "test");
        return new Material(Identity.of(identity.privateKey(), identity.chain()), trust);
    }

    @Override
    public void close() {
        tls.close();
    }
}
