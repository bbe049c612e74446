package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.TrustAnchors;
import io.livetls.source.Reading.Fault;
import io.livetls.source.Reading.Found;
import io.livetls.source.Reading.FoundDirectory;
import io.livetls.source.Reading.FoundFile;
import io.livetls.source.Reading.KnownFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trust anchors of files and directories. A directory takes its {@code .pem}, {@code .crt} and {@code .cer} files (any
 * case, sorted, not hidden, not below); one that can't be read is an error, as is a directory without any.
 */
public final class PemTrust implements MaterialSource {
    private final List<Path> paths;

    /**
     * Trust of some paths.
     *
     * @param paths at least one file or directory
     */
    public PemTrust(List<Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /**
     * Splits a comma-separated list. Blanks around commas are fine; an empty part isn't, since it may be a variable that
     * wasn't set.
     *
     * @param list files and directories, such as {@code /etc/tls/ca.crt, /etc/extra-cas}
     * @return the source
     * @throws MaterialException {@link Problem#MISSING} for an empty list or part, {@link Problem#MALFORMED} for what
     *     can't be a path
     */
    public static PemTrust parse(String list) {
        List<Path> paths = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            if (part.isBlank()) {
                throw new MaterialException(
                        Problem.MISSING,
                        Location.of("trust"),
                        "the list '" + list + "' has an empty part",
                        "Name at least one file or directory, separated by single commas");
            }
            paths.add(path(part.strip()));
        }
        return new PemTrust(paths);
    }

    @Override
    public List<Path> paths() {
        return paths;
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        List<TrustAnchors> parts = new ArrayList<>();
        for (Path path : paths) {
            Found there = reading.at(path);
            if (there instanceof FoundDirectory directory) {
                parts.add(directory(path, directory, certificates));
            } else if (there instanceof FoundFile file) {
                parts.add(certificates.anchors(file.content(), path.toString()));
            }
        }
        return Material.of(TrustAnchors.merge(parts));
    }

    @Override
    public String toString() {
        return "trust(" + paths + ")";
    }

    private static TrustAnchors directory(Path path, FoundDirectory directory, CertificateCache certificates) {
        if (directory.files().isEmpty()) {
            throw new MaterialException(
                    Problem.MISSING,
                    Location.of(path.toString()),
                    "the directory holds no file that ends in .pem, .crt or .cer",
                    "Put the CA certificates there, or name their file");
        }
        Map<X509Certificate, String> origins = new LinkedHashMap<>();
        directory.files().forEach((name, there) -> {
            String source = path.resolve(name).toString();
            List<X509Certificate> found = List.of();
            if (there instanceof Fault fault) {
                throw Reading.fault(source, fault);
            } else if (there instanceof FoundFile file) {
                found = certificates.certificates(file.content(), source);
            } else if (there instanceof KnownFile file) {
                found = certificates.certificates(file.digest(), source);
            }
            found.forEach(certificate -> origins.putIfAbsent(certificate, source));
        });
        return TrustAnchors.of(origins);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new MaterialException(
                    Problem.MALFORMED,
                    Location.of("trust"),
                    "'" + text + "' is no path",
                    "Name a file or directory",
                    e);
        }
    }
}
