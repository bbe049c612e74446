package io.livetls.jsse;

import io.livetls.material.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents the current identity. JSSE asks in steps (alias, then key, then chain): an alias names one identity for ever,
 * so that the steps of one handshake always belong together, also when the identity changes between them. The key is held
 * in memory, ready to sign; the JDK's own "PKIX" key manager would decrypt it for every handshake.
 */
final class LiveKeyManager extends X509ExtendedKeyManager {
    private final Supplier<@Nullable Presented> current;

    /**
     * Every alias that a handshake may still hold. {@link Presented} and the handshakes hold the very string that is the
     * key here, so an entry lasts as long as somebody can ask for it.
     */
    private final Map<String, Identity> byAlias = new WeakHashMap<>();

    private final AtomicLong presentations = new AtomicLong();

    LiveKeyManager(Supplier<@Nullable Presented> current) {
        this.current = current;
    }

    /** An identity under an alias of its own. */
    record Presented(String alias, Identity identity) {}

    /** Prepares an identity to be presented, under an alias that no other one ever has: a candidate may be refused. */
    Presented present(Identity identity) {
        Presented presented = new Presented("livetls-" + presentations.incrementAndGet(), identity);
        synchronized (byAlias) {
            byAlias.put(presented.alias(), identity);
        }
        return presented;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        // A server has this one certificate to show: the CAs that a client wishes for (RFC 8446, 4.2.4) can't change
        // it.
        return alias(new String[] {keyType}, null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(new String[] {keyType}, null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyTypes, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return getClientAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(new String[] {keyType}, issuers);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = identity(alias);
        return identity == null ? null : identity.privateKey();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = identity(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    private @Nullable String alias(String[] keyTypes, Principal @Nullable [] issuers) {
        Presented presented = current.get();
        if (presented == null) {
            return null;
        }
        String algorithm = presented.identity().leaf().getPublicKey().getAlgorithm();
        boolean fits = Arrays.stream(keyTypes).anyMatch(type -> isOfType(algorithm, type))
                && isIssuedByOneOf(presented.identity(), issuers);
        return fits ? presented.alias() : null;
    }

    private @Nullable Identity identity(String alias) {
        Presented presented = current.get();
        if (presented != null && presented.alias().equals(alias)) {
            return presented.identity();
        }
        synchronized (byAlias) {
            return byAlias.get(alias);
        }
    }

    /** JSSE's key types: {@code EC}, or with the issuer's key as in {@code EC_RSA}. */
    private static boolean isOfType(String algorithm, String keyType) {
        int issuerPart = keyType.indexOf('_');
        String type = issuerPart < 0 ? keyType : keyType.substring(0, issuerPart);
        return algorithm.equals(type) || (type.equals("EdDSA") && algorithm.startsWith("Ed"));
    }

    /** As the JDK's key managers: a server that lists its CAs doesn't want a certificate of another one. */
    private static boolean isIssuedByOneOf(Identity identity, Principal @Nullable [] issuers) {
        return issuers == null
                || issuers.length == 0
                || identity.chain().stream()
                        .anyMatch(certificate -> Arrays.asList(issuers).contains(certificate.getIssuerX500Principal()));
    }
}
