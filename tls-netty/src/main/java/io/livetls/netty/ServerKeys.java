package io.livetls.netty;

import io.livetls.material.Identity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The one identity of a native server context, which tells a guard of each handshake that begins.
 *
 * <p>Netty parses key and chain anew for BoringSSL unless it gets the same objects as for the handshake before. It isn't
 * told to keep them by alias as well, with {@code OpenSslCachingX509KeyManagerFactory}: handshakes that meet would leave key
 * material behind that nobody frees.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "livetls";

    private final Identity identity;
    private final TicketGuard guard;

    ServerKeys(Identity identity, TicketGuard guard) {
        this.identity = identity;
        this.guard = guard;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        guard.handshakeBegins();
        String algorithm = identity.leaf().getPublicKey().getAlgorithm();
        return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_") ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.privateKey();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
