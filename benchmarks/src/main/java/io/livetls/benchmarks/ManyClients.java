package io.livetls.benchmarks;

import io.livetls.testing.CertificateAuthority;
import io.netty.handler.ssl.util.LazyX509Certificate;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * A fleet of clients, each with a certificate of its own, that share one key and one TLS context: the next handshake is
 * whoever's turn it is. To a server there is no difference to clients with keys of their own. Not thread-safe.
 */
final class ManyClients extends X509ExtendedKeyManager {
    private final byte[][] leaves;
    private final byte[] issuer;
    private final PrivateKey key;
    private final String keyType;
    private int turn;

    private ManyClients(byte[][] leaves, byte[] issuer, KeyPair pair) {
        this.leaves = leaves;
        this.issuer = issuer;
        this.key = pair.getPrivate();
        this.keyType = pair.getPublic().getAlgorithm();
    }

    static ManyClients create(int count, CertificateAuthority issuer, KeyPair pair) {
        try {
            ContentSigner signer = new JcaContentSignerBuilder("SHA256with"
                            + issuer.keyPair().getPrivate().getAlgorithm().replace("EC", "ECDSA"))
                    .setProvider(Conscrypt.newProvider())
                    .build(issuer.keyPair().getPrivate());
            byte[][] leaves = new byte[count][];
            for (int i = 0; i < count; i++) {
                leaves[i] = leaf(i, issuer, pair).build(signer).getEncoded();
            }
            return new ManyClients(leaves, issuer.certificate().getEncoded(), pair);
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("clients can't be made", e);
        }
    }

    @SuppressWarnings("JavaUtilDate") // BouncyCastle's interface
    private static X509v3CertificateBuilder leaf(int number, CertificateAuthority issuer, KeyPair pair)
            throws IOException {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        issuer.certificate().getSubjectX500Principal(),
                        BigInteger.valueOf(1L << 62).add(BigInteger.valueOf(number)),
                        Date.from(now.minus(1, ChronoUnit.DAYS)),
                        Date.from(now.plus(30, ChronoUnit.DAYS)),
                        new X500Principal("CN=client " + number),
                        pair.getPublic())
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(
                                GeneralName.uniformResourceIdentifier, "spiffe://benchmark/client/" + number)));
    }

    int count() {
        return leaves.length;
    }

    String keyType() {
        return keyType;
    }

    /** Whose turn it is. */
    void turn(int number) {
        turn = number;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return Arrays.asList(keyTypes).contains(keyType) ? Integer.toString(turn) : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {
            new LazyX509Certificate(leaves[Integer.parseInt(alias)]), new LazyX509Certificate(issuer)
        };
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("for engines alone");
    }

    @Override
    public String[] getClientAliases(String keyTypes, Principal[] issuers) {
        throw new UnsupportedOperationException("for engines alone");
    }

    @Override
    public String[] getServerAliases(String keyTypes, Principal[] issuers) {
        throw new UnsupportedOperationException("these are clients");
    }

    @Override
    public String chooseServerAlias(String keyTypes, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("these are clients");
    }
}
