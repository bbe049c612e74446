package io.livetls.soak;

import io.livetls.testing.IssuedCertificate;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents its one certificate whatever CAs the server names, since the refusal is the server's to give; and remembers
 * which ones it named.
 */
final class SeenKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "key";

    private final IssuedCertificate identity;
    private volatile @Nullable String namedAuthorities;

    SeenKeys(IssuedCertificate identity) {
        this.identity = identity;
    }

    /** What a server that wants a certificate has named since the last call; null if none has wanted one. */
    @Nullable String takeNamedAuthorities() {
        String named = namedAuthorities;
        namedAuthorities = null;
        return named;
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        namedAuthorities = Version.names(issuers == null ? List.of() : List.of(issuers));
        return ALIAS;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.privateKey();
    }
}
