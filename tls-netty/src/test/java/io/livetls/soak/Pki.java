package io.livetls.soak;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The CAs of one site, and the versions that they make. Used by one thread at a time. */
final class Pki {
    private final CertificateAuthority root = CertificateAuthority.create("root");
    private final CertificateAuthority always = CertificateAuthority.create("always");
    private int identities;
    private int guests;

    /** Of the servers. It is trusted by them too, for the site's own clients. */
    CertificateAuthority root() {
        return root;
    }

    /** A client that is to get in whatever happens. */
    IssuedCertificate member() {
        return always.issue(leaf -> leaf.commonName("member"));
    }

    Version first() {
        return new Version(++identities, identity(identities, null), List.of(root, always), List.of(newGuest()));
    }

    Version next(Version before, Step step) {
        IssuedCertificate identity = before.identity();
        int number = before.number();
        if (step.changesIdentity()) {
            number = ++identities;
            identity = identity(number, step == Step.RENEW ? identity.keyPair() : null);
        }
        List<Guest> present = new ArrayList<>(before.guests());
        if (step.joins()) {
            present.add(newGuest());
        }
        if (step.leaves()) {
            present.remove(0);
        }
        return new Version(number, identity, before.permanent(), List.copyOf(present));
    }

    /** An identity that must never be seen: for faults. */
    IssuedCertificate stranger() {
        return root.issue(leaf -> leaf.commonName("stranger"));
    }

    private IssuedCertificate identity(int number, @Nullable KeyPair key) {
        return root.intermediate(Version.ISSUER + number).issue(leaf -> {
            leaf.commonName(Version.IDENTITY + number);
            if (key != null) {
                leaf.key(key);
            }
        });
    }

    private Guest newGuest() {
        guests++;
        return new Guest(CertificateAuthority.create("guest " + guests), root);
    }
}
