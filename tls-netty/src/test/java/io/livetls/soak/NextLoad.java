package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A handle that comes and goes. Contents that handles shared are held weakly, and whatever loads next sweeps what is left of
 * those that are gone: a few bytes each, of as many as were in use. Without it a census counts what the last close has left.
 */
final class NextLoad {
    private static final CertificateAuthority CA = CertificateAuthority.create("Next load");

    private NextLoad() {}

    static void happen() {
        try {
            Path file = Files.createTempFile("next-load", ".pem");
            try {
                Files.writeString(file, CA.certificatePem());
                LiveTls.builder().trust(file.toString()).build().close();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
