package io.livetls.examine;

import io.livetls.check.Role;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the usages of a leaf allow (RFC 5280, 4.2.1.3 and 4.2.1.12). A certificate that names none allows all. */
final class Usages {
    private static final String ANY = "2.5.29.37.0";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;

    private final X509Certificate leaf;

    Usages(X509Certificate leaf) {
        this.leaf = leaf;
    }

    boolean letSign() {
        boolean[] usage = leaf.getKeyUsage();
        return usage == null || usage[DIGITAL_SIGNATURE];
    }

    boolean allow(Role role) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null
                    || purposes.contains(ANY)
                    || purposes.contains(role == Role.SERVER ? SERVER_AUTH : CLIENT_AUTH);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** The extended key usage as RFC 5280 names it. */
    static String name(Role role) {
        return role == Role.SERVER ? "serverAuth" : "clientAuth";
    }

    /** Which of some roles aren't allowed; without any, that nothing at all is allowed counts. */
    Set<Role> refused(Set<Role> roles) {
        if (roles.isEmpty()) {
            return allow(Role.SERVER) || allow(Role.CLIENT) ? Set.of() : Set.of(Role.SERVER, Role.CLIENT);
        }
        return roles.stream().filter(role -> !allow(role)).collect(Collectors.toSet());
    }
}
