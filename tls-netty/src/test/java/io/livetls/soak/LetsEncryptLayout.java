package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.LetsEncryptDirectory;
import io.livetls.testing.PlainDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What certbot keeps, for the identity; for trust a directory with a file for each CA. */
final class LetsEncryptLayout implements Layout {
    /** The one file of the trust directory that a fault spoils. */
    private static final String SPOILT = "spoilt.pem";

    private final Path directory;
    private final PlainDirectory trust;
    private final Set<String> trusted = new HashSet<>();
    private @Nullable LetsEncryptDirectory certbot;

    LetsEncryptLayout(Path directory) {
        this.directory = directory;
        this.trust = PlainDirectory.create(directory.resolve("trust"));
    }

    @Override
    public LiveTls.Builder configure(LiveTls.Builder builder) {
        return builder.identity(certbot().fullchain(), certbot().privateKey())
                .trust(trust.path().toString())
                .reloadInterval(Site.NEVER);
    }

    private LetsEncryptDirectory certbot() {
        if (certbot == null) {
            throw new IllegalStateException("nothing is written yet");
        }
        return certbot;
    }

    @Override
    public void write(Version version) throws IOException {
        if (certbot == null) {
            certbot = LetsEncryptDirectory.create(directory, "localhost", version.identity());
        }
        Files.writeString(certbot.fullchain(), version.identity().certificatePem());
        Files.writeString(certbot.privateKey(), version.identity().privateKeyPem());
        Files.deleteIfExists(trust.file(SPOILT));
        writeTrust(version);
    }

    private void writeTrust(Version version) throws IOException {
        Set<String> gone = new HashSet<>(trusted);
        for (CertificateAuthority authority : version.trusted()) {
            String file = Version.name(authority.certificate().getSubjectX500Principal()) + ".pem";
            gone.remove(file);
            if (trusted.add(file)) {
                trust.replace(file, authority.certificatePem());
            }
        }
        for (String file : gone) {
            Files.delete(trust.file(file));
            trusted.remove(file);
        }
    }

    /** Through the links, in place. */
    @Override
    public void overwrite(Version current, Map<String, String> contents) throws IOException {
        for (Map.Entry<String, String> file : contents.entrySet()) {
            Files.writeString(path(file.getKey()), file.getValue());
        }
    }

    private Path path(String file) {
        return switch (file) {
            case Version.CERTIFICATE -> certbot().fullchain();
            case Version.KEY -> certbot().privateKey();
            default -> trust.file(SPOILT);
        };
    }

    @Override
    public List<Way> ways() {
        return List.of(new Way("certbot renews", Way.Kind.IN_PARTS, this::renew));
    }

    private void renew(Version before, Version next) throws IOException {
        // certbot keeps what it wrote before, and doesn't know that a fault has spoilt it.
        rewriteIfSpoilt(certbot().fullchain(), before.identity().certificatePem());
        rewriteIfSpoilt(certbot().privateKey(), before.identity().privateKeyPem());
        if (next.number() != before.number()) {
            certbot().renew(next.identity());
        }
        Files.deleteIfExists(trust.file(SPOILT));
        writeTrust(next);
    }

    private static void rewriteIfSpoilt(Path file, String content) throws IOException {
        if (!Arrays.equals(Files.readAllBytes(file), content.getBytes(StandardCharsets.UTF_8))) {
            Files.writeString(file, content);
        }
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        faults.addAll(PathFaults.ofFile("link to the key", () -> certbot().privateKey()));
        faults.addAll(PathFaults.ofFile(
                "certificate in the archive", () -> real(certbot().fullchain())));
        faults.add(PathFaults.directoryGone(trust.path()));
        faults.add(PathFaults.directoryGone(directory.resolve("archive").resolve("localhost")));
        return faults;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
