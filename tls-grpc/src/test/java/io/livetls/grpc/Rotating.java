package io.livetls.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A handle whose material a test changes. */
final class Rotating implements AutoCloseable {
    private final AtomicReference<Material> material;
    private final LiveTls tls;

    private Rotating(Material first, UnaryOperator<LiveTls.Builder> options) {
        this.material = new AtomicReference<>(first);
        // Only the test looks for new material.
        this.tls = options.apply(LiveTls.builder().material(material::get).reloadInterval(Duration.ofDays(1)))
                .build();
    }

    static Rotating of(Material first, UnaryOperator<LiveTls.Builder> options) {
        return new Rotating(first, options);
    }

    static Rotating of(Material first) {
        return new Rotating(first, options -> options);
    }

    static Material material(@Nullable IssuedCertificate identity, CertificateAuthority... trusted) {
        return new Material(
                identity == null ? null : Identity.of(identity.privateKey(), identity.chain()),
                trusted.length == 0
                        ? null
                        : TrustAnchors.of(
                                Stream.of(trusted)
                                        .map(CertificateAuthority::certificate)
                                        .toList(),
                                "test"));
    }

    LiveTls tls() {
        return tls;
    }

    void rotateTo(Material next) {
        assertThat(tryRotateTo(next)).isInstanceOf(ReloadResult.Updated.class);
    }

    ReloadResult tryRotateTo(Material next) {
        material.set(next);
        return tls.reload();
    }

    @Override
    public void close() {
        tls.close();
    }
}
