package io.livetls.jsse;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.livetls.testing.LeafOptions;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Chains as peers send them, and as none should: about half of them are right. */
final class GeneratedChains {
    private final Random random;
    private final List<CertificateAuthority> roots = List.of(
            CertificateAuthority.create("P-256 root"),
            CertificateAuthority.create("P-384 root", ca -> ca.key(KeyAlgorithm.EC_P384)),
            CertificateAuthority.create("RSA root", ca -> ca.key(KeyAlgorithm.RSA_2048)),
            CertificateAuthority.create("PSS root", ca -> ca.key(KeyAlgorithm.RSA_PSS_2048)),
            CertificateAuthority.create("Ed25519 root", ca -> ca.key(KeyAlgorithm.ED25519)),
            CertificateAuthority.create("Expired root", ca -> ca.expired()));
    private final CertificateAuthority stranger = CertificateAuthority.create("Stranger");
    private final List<IssuedCertificate> trustedLeaves = List.of(
            IssuedCertificate.selfSigned(leaf -> leaf.commonName("trusted by itself")),
            IssuedCertificate.selfSigned(
                    leaf -> leaf.commonName("trusted by itself, expired").expired()));
    private final List<CertificateAuthority> issuers;
    private final List<KeyPair> keys = Stream.of(
                    KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P384, KeyAlgorithm.RSA_2048, KeyAlgorithm.ED25519)
            .map(KeyAlgorithm::newKeyPair)
            .toList();

    GeneratedChains(Random random) {
        this.random = random;
        this.issuers = issuers();
    }

    private List<CertificateAuthority> issuers() {
        List<CertificateAuthority> all = new ArrayList<>(roots);
        for (CertificateAuthority root : roots) {
            CertificateAuthority intermediate = root.intermediate("Intermediate");
            all.add(intermediate);
            all.add(intermediate.intermediate("Second intermediate"));
        }
        CertificateAuthority root = roots.get(0);
        all.add(root.intermediate("Expired intermediate", ca -> ca.expired()));
        all.add(root.intermediate("Future intermediate", ca -> ca.notYetValid()));
        all.add(root.intermediate("Last", ca -> ca.pathLength(0)).intermediate("Too many"));
        all.add(root.intermediate("SHA-1", ca -> ca.signatureAlgorithm("SHA1withECDSA")));
        all.add(root.crossSign(stranger));
        all.add(root.impostor());
        all.add(root.intermediate("Intermediate").impostor());
        all.add(stranger);
        all.add(stranger.intermediate("Intermediate of a stranger"));
        IssuedCertificate leaf = root.issue(options -> options.commonName("leaf as CA"));
        all.add(CertificateAuthority.create("leaf as CA", ca -> ca.key(leaf.keyPair())));
        return all;
    }

    List<X509Certificate> trusted() {
        return Stream.concat(
                        roots.stream().map(CertificateAuthority::certificate),
                        trustedLeaves.stream().map(IssuedCertificate::certificate))
                .toList();
    }

    X509Certificate[] next() {
        if (random.nextInt(50) == 0) {
            return array(trustedLeaves.get(random.nextInt(2)).chain());
        }
        // The roots and what is right below them come first, and are taken more often.
        int from = random.nextInt(3) == 0 ? issuers.size() : roots.size() * 3;
        CertificateAuthority issuer = issuers.get(random.nextInt(from));
        List<X509Certificate> chain =
                new ArrayList<>(issuer.issue(this::configure).chain());
        disturb(chain, issuer);
        return array(chain);
    }

    private void configure(LeafOptions leaf) {
        leaf.key(keys.get(random.nextInt(keys.size()))).commonName("peer " + random.nextInt(1_000));
        switch (random.nextInt(14)) {
            case 0 -> leaf.expired();
            case 1 -> leaf.notYetValid();
            case 2 -> leaf.serverAuth();
            case 3 -> leaf.clientAuth();
            case 4 -> leaf.noPurposes();
            case 5 -> leaf.noNames();
            case 6 -> leaf.dns("*.example.org");
            case 7, 8, 9 -> leaf.dns("api.example.org", "localhost");
            default -> leaf.dns("localhost");
        }
    }

    private void disturb(List<X509Certificate> chain, CertificateAuthority issuer) {
        switch (random.nextInt(16)) {
            case 0 -> Collections.shuffle(chain.subList(1, chain.size()), random);
            case 1 -> Collections.shuffle(chain, random);
            case 2 -> chain.remove(chain.size() > 1 ? chain.size() - 1 : 0);
            case 3 -> chain.add(stranger.certificate());
            case 4 -> chain.add(issuer.certificate());
            case 5 -> chain.add(chain.get(0));
            case 6, 7 -> damage(chain);
            default -> {
                // As it is sent.
            }
        }
        if (chain.isEmpty()) {
            chain.add(issuer.certificate());
        }
    }

    /** One bit of one certificate, if it can still be read then. */
    private void damage(List<X509Certificate> chain) {
        int which = random.nextInt(chain.size());
        try {
            byte[] der = chain.get(which).getEncoded();
            der[random.nextInt(der.length)] ^= (byte) (1 << random.nextInt(8));
            chain.set(which, (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException unreadable) {
            // Another one then.
        }
    }

    private static X509Certificate[] array(List<X509Certificate> chain) {
        return chain.toArray(X509Certificate[]::new);
    }

    /** Who is in a chain, to say which one it was. */
    static String names(X509Certificate[] chain) {
        return Arrays.stream(chain)
                .map(certificate -> certificate.getSubjectX500Principal().getName())
                .toList()
                .toString();
    }
}
