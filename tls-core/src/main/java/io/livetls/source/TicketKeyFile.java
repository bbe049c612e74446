package io.livetls.source;

import io.livetls.material.Material;
import java.nio.file.Path;
import java.util.List;

/** A file of session ticket keys. */
public final class TicketKeyFile implements MaterialSource {
    private final Path file;

    /**
     * The keys of a file.
     *
     * @param file raw keys, or lines of base64
     */
    public TicketKeyFile(Path file) {
        this.file = file;
    }

    @Override
    public List<Path> paths() {
        return List.of(file);
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        return Material.of(TicketKeyDecoder.decode(reading.file(file).bytes(), file.toString()));
    }

    @Override
    public String toString() {
        return "sessionTicketKeys(" + file + ")";
    }
}
