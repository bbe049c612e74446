package io.livetls.soak;

import static io.livetls.soak.Version.CERTIFICATE;
import static io.livetls.soak.Version.KEY;
import static io.livetls.soak.Version.TRUST;

import io.livetls.material.Problem;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The faults that are a matter of content, for every layout. */
final class ContentFaults {
    static final Set<Problem> TORN = Set.of(Problem.MALFORMED);
    private static final Set<Problem> EMPTY = Set.of(Problem.MISSING);
    private static final Set<Problem> GARBAGE = Set.of(Problem.MISSING, Problem.MALFORMED, Problem.UNSUPPORTED);
    private static final Set<Problem> MISMATCH = Set.of(Problem.MISMATCH);
    private static final Set<Problem> REFUSED = Set.of(Problem.REFUSED);

    private final Layout layout;
    private final IssuedCertificate stranger;
    private final IssuedCertificate unsupported;

    ContentFaults(Layout layout, Pki pki) {
        this.layout = layout;
        this.stranger = pki.stranger();
        this.unsupported = pki.root().issue(leaf -> leaf.commonName("stranger").key(KeyAlgorithm.ED25519));
    }

    List<Fault> all() {
        return List.of(
                of("torn certificate", TORN, v -> Map.of(CERTIFICATE, torn(content(v, CERTIFICATE)))),
                of("torn key", TORN, v -> Map.of(KEY, torn(content(v, KEY)))),
                of("torn trust", TORN, v -> Map.of(TRUST, torn(content(v, TRUST)))),
                of("garbage for a certificate", GARBAGE, v -> Map.of(CERTIFICATE, garbage())),
                of("garbage for a key", GARBAGE, v -> Map.of(KEY, garbage())),
                of("garbage for trust", GARBAGE, v -> Map.of(TRUST, garbage())),
                of("empty certificate", EMPTY, v -> Map.of(CERTIFICATE, "")),
                of("empty key", EMPTY, v -> Map.of(KEY, "")),
                of("empty trust", EMPTY, v -> Map.of(TRUST, "")),
                of("key of another", MISMATCH, v -> Map.of(KEY, stranger.privateKeyPem())),
                of("certificate of another", MISMATCH, v -> Map.of(CERTIFICATE, stranger.certificatePem())),
                of(
                        "new identity, torn trust",
                        TORN,
                        v -> Map.of(
                                CERTIFICATE, stranger.certificatePem(),
                                KEY, stranger.privateKeyPem(),
                                TRUST, torn(content(v, TRUST)))),
                of(
                        "a key that one engine refuses",
                        REFUSED,
                        v -> Map.of(
                                CERTIFICATE, unsupported.certificatePem(),
                                KEY, unsupported.privateKeyPem())));
    }

    private Fault of(String text, Set<Problem> expected, Function<Version, Map<String, String>> contents) {
        return new Fault(text, expected, current -> {
            layout.overwrite(current, contents.apply(current));
            return Fault.Repair.NOT_NEEDED;
        });
    }

    static String content(Version version, String file) {
        String content = version.files().get(file);
        if (content == null) {
            throw new IllegalArgumentException(file);
        }
        return content;
    }

    /** Ends inside the last block: what a writer that died leaves. */
    static String torn(String pem) {
        return pem.substring(0, pem.lastIndexOf("-----BEGIN") + 100);
    }

    private static String garbage() {
        return "\u0000\u0001\u0002 nothing of this is a block \u007f\n".repeat(20);
    }
}
