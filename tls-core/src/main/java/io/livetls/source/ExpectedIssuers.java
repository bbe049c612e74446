package io.livetls.source;

import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The CAs that are expected to have issued the certificate. They are read with everything else, and nobody is trusted. */
public final class ExpectedIssuers implements MaterialSource {
    private final PemTrust files;
    private volatile @Nullable TrustAnchors current;

    /**
     * The CAs of some files.
     *
     * @param list files and directories, separated by commas
     * @throws io.livetls.material.MaterialException if the list has an empty part
     */
    public ExpectedIssuers(String list) {
        this.files = PemTrust.parse(list);
    }

    @Override
    public List<Path> paths() {
        return files.paths();
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        current = files.load(reading, certificates).trust();
        return new Material(null, null);
    }

    /**
     * The CAs as they were read last.
     *
     * @return null before the first load
     */
    public @Nullable TrustAnchors current() {
        return current;
    }

    @Override
    public String toString() {
        return "expectIssuer(" + files.paths() + ")";
    }
}
