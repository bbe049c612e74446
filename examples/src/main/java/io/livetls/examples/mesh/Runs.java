package io.livetls.examples.mesh;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ways to a new certificate, each over a mesh of its own that is calling all the time. */
final class Runs {
    private static final String CHAIN = "MM_TLS_KEY_CERT_PATH";
    private static final String KEY = "MM_TLS_PRIVATE_KEY_PATH";
    private static final String TRUST = "MM_TLS_TRUST_CERT_PATH";
    private static final String INTERNAL_TRUST = "MM_INTERNAL_TRUST_CERTS";

    private static final String TRUST_BOTH = "trust the new one too";
    private static final String SWITCH = "switch pairs";
    private static final String TRUST_NEW = "drop the old one";

    private final Path directory;
    private final int size;
    private final List<String> jvmOptions;
    private final IssuedCertificate first = selfSigned();
    private final IssuedCertificate second = selfSigned();

    Runs(Path directory, int size, List<String> jvmOptions) {
        this.directory = directory;
        this.size = size;
        this.jvmOptions = jvmOptions;
    }

    /** One pair for all pods, and one subject for old and new, as the deployment has it. */
    private static IssuedCertificate selfSigned() {
        return IssuedCertificate.selfSigned(
                leaf -> leaf.commonName(Fleet.SERVICE).dns(Fleet.SERVICE));
    }

    /** Three rolling updates in which only files change. */
    RunReport selfSignedInThreeSteps() {
        try (Fleet fleet = new Fleet(directory.resolve("three-steps"), size, jvmOptions, first)) {
            fleet.start(this::mountSelfSigned);
            fleet.roll(TRUST_BOTH, pod -> trust(pod, first, second));
            fleet.roll(SWITCH, this::switchPairs);
            fleet.roll(TRUST_NEW, pod -> trust(pod, second));
            return fleet.finish("Self-signed, three steps, only files change");
        }
    }

    /** One rolling update in which only files change. */
    RunReport sharedCaInOneStep() {
        CertificateAuthority ca = CertificateAuthority.create("Mesh CA");
        IssuedCertificate old = ca.issue(leaf -> leaf.commonName(Fleet.SERVICE).dns(Fleet.SERVICE));
        IssuedCertificate renewed = ca.rekey(old);
        try (Fleet fleet = new Fleet(directory.resolve("shared-ca"), size, jvmOptions, old)) {
            fleet.start(pod -> {
                pod.mount("tls", old, ca);
                pod.trusts(List.of(ca.certificate()));
                pod.environment(Map.of(
                        CHAIN, pod.mounted("tls") + "/tls.crt",
                        KEY, pod.mounted("tls") + "/tls.key",
                        TRUST, pod.mounted("tls") + "/ca.crt"));
            });
            fleet.roll(SWITCH, pod -> {
                pod.mount("tls", renewed, ca);
                pod.presents(renewed);
            });
            return fleet.finish("A shared CA, one step, only files change");
        }
    }

    /** Three rolling updates in which each pod is replaced by one with other variables. */
    RunReport selfSignedByRestarts() {
        try (Fleet fleet = new Fleet(directory.resolve("restarts"), size, jvmOptions, first)) {
            fleet.start(pod -> {
                pod.mount("first", first);
                pod.mount("second", second);
                pod.environment(variables(pod, "first"));
            });
            fleet.roll(TRUST_BOTH, pod -> {
                pod.trusts(List.of(second.certificate()));
                fleet.restart(pod, variables(pod, "first", INTERNAL_TRUST, "second"));
            });
            fleet.roll(SWITCH, pod -> {
                pod.trusts(List.of(first.certificate()));
                pod.presents(second);
                fleet.restart(pod, variables(pod, "second", INTERNAL_TRUST, "first"));
            });
            fleet.roll(TRUST_NEW, pod -> {
                pod.trusts(List.of());
                fleet.restart(pod, variables(pod, "second"));
            });
            return fleet.finish("Self-signed, three steps, each pod restarted each time");
        }
    }

    /** The first step is left out, which is noticed at the first pod, and then made up for. */
    RunReport withoutTheFirstStep() {
        try (Fleet fleet = new Fleet(directory.resolve("no-first-step"), size, jvmOptions, first)) {
            fleet.start(this::mountSelfSigned);
            fleet.apply(SWITCH, fleet.pod(1), this::switchPairs);
            fleet.roll(TRUST_BOTH, pod -> trust(pod, first, second));
            return fleet.finish("Self-signed, without the first step; made up for afterwards");
        }
    }

    private void mountSelfSigned(MeshPod pod) {
        pod.mount("tls", first);
        trust(pod, first);
        pod.environment(Map.of(
                CHAIN, pod.mounted("tls") + "/tls.crt",
                KEY, pod.mounted("tls") + "/tls.key",
                INTERNAL_TRUST, pod.mounted("trust").toString()));
    }

    private static void trust(MeshPod pod, IssuedCertificate... certificates) {
        pod.mountCertificates("trust", certificates);
        pod.trusts(certificatesOf(certificates));
    }

    private void switchPairs(MeshPod pod) {
        pod.mount("tls", second);
        pod.presents(second);
    }

    private static List<X509Certificate> certificatesOf(IssuedCertificate... certificates) {
        return Stream.of(certificates).map(IssuedCertificate::certificate).toList();
    }

    private static Map<String, String> variables(MeshPod pod, String secret) {
        return Map.of(CHAIN, pod.mounted(secret) + "/tls.crt", KEY, pod.mounted(secret) + "/tls.key");
    }

    private static Map<String, String> variables(MeshPod pod, String secret, String trust, String trustedSecret) {
        return Map.of(
                CHAIN, pod.mounted(secret) + "/tls.crt",
                KEY, pod.mounted(secret) + "/tls.key",
                trust, pod.mounted(trustedSecret) + "/tls.crt");
    }
}
