package io.livetls.examples.mesh;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.SecretVolume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The driver's side of one pod: the volumes that are mounted into it, and what it should have loaded. */
final class MeshPod implements AutoCloseable {
    private final String name;
    private final Path directory;
    private final Map<String, SecretVolume> volumes = new TreeMap<>();
    private Map<String, String> environment = Map.of();
    private X509Certificate own;
    private Set<X509Certificate> trusted = Set.of();

    MeshPod(String name, Path directory, IssuedCertificate pair) {
        this.name = name;
        this.directory = directory;
        this.own = pair.certificate();
    }

    String name() {
        return name;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** The variables that it is started with from now on. */
    void environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
    }

    /** Where a secret is mounted. */
    Path mounted(String secret) {
        return directory.resolve(secret);
    }

    /** Mounts a {@code kubernetes.io/tls} secret, or swaps in its new content. */
    void mount(String secret, IssuedCertificate pair, CertificateAuthority... ca) {
        volume(secret).update(pair, ca);
    }

    /** Mounts a directory of certificates, or swaps in its new content. */
    void mountCertificates(String directoryName, IssuedCertificate... certificates) {
        volume(directoryName)
                .update(Stream.of(certificates)
                        .collect(Collectors.toMap(
                                each -> Fingerprint.of(each.certificate()) + ".crt",
                                each -> each.certificatePem().getBytes(StandardCharsets.UTF_8))));
    }

    void presents(IssuedCertificate pair) {
        own = pair.certificate();
    }

    /** What it is told to trust; its own certificate comes by itself. */
    void trusts(List<X509Certificate> certificates) {
        trusted = Set.copyOf(certificates);
    }

    /** The fingerprint of the certificate that others should see. */
    String shows() {
        return Fingerprint.of(own);
    }

    Loaded expected() {
        Set<X509Certificate> all = new LinkedHashSet<>(trusted);
        all.add(own);
        return new Loaded(shows(), all.stream().map(Fingerprint::of).collect(Collectors.toSet()));
    }

    private SecretVolume volume(String secret) {
        return volumes.computeIfAbsent(secret, any -> SecretVolume.create(mounted(secret)));
    }

    @Override
    public void close() {
        volumes.values().forEach(SecretVolume::close);
    }
}
