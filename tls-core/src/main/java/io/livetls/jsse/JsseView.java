package io.livetls.jsse;

import io.livetls.jsse.LiveKeyManager.Presented;
import io.livetls.live.Derivation;
import io.livetls.live.Generation;
import io.livetls.live.LiveMaterial;
import io.livetls.material.Identity;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The JSSE objects of a live handle. Each exists once and is always current. Thread-safe. */
public final class JsseView {
    private final LiveKeyManager keyManager;
    private final LiveTrustManager trustManager;
    private final SSLContext sslContext;

    /**
     * The view of a handle. It ends with the handle.
     *
     * @param live what to show
     * @param policy what the settings say
     */
    public JsseView(LiveMaterial live, TlsPolicy policy) {
        GenerationDerivation derivation = new GenerationDerivation(policy);
        Supplier<JsseGeneration> current = () -> live.current().value(derivation);
        this.keyManager = new LiveKeyManager(() -> current.get().presented());
        this.trustManager = new LiveTrustManager(() -> current.get().trustManager());
        live.derive(derivation);
        this.sslContext = new LiveSslContext(current, policy);
    }

    /**
     * The key manager.
     *
     * @return always current
     */
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    /**
     * The trust manager.
     *
     * @return always current
     */
    public X509ExtendedTrustManager trustManager() {
        return trustManager;
    }

    /**
     * The context.
     *
     * @return always current
     */
    public SSLContext sslContext() {
        return sslContext;
    }

    private final class GenerationDerivation implements Derivation<JsseGeneration> {
        private final TlsPolicy policy;

        GenerationDerivation(TlsPolicy policy) {
            this.policy = policy;
        }

        @Override
        public JsseGeneration derive(Generation next, @Nullable JsseGeneration previous) {
            if (previous != null && previous.serves(next)) {
                return previous;
            }
            Identity identity = next.identity();
            if (identity != null) {
                policy.provider().check(identity);
            }
            Presented presented = identity == null ? null : keyManager.present(identity);
            return JsseGeneration.next(next, policy, presented, previous, keyManager, trustManager);
        }
    }
}
