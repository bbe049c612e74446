package io.livetls.live;

import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.source.CertificateCache;
import io.livetls.source.ContentDigest;
import io.livetls.source.KeptFiles;
import io.livetls.source.MaterialSource;
import io.livetls.source.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Loads all sources of a handle as one. */
final class MaterialLoader {
    private final List<MaterialSource> sources;
    private final List<Path> paths;
    private final CertificateCache certificates = new CertificateCache();

    /** What the last look found, if it ended well. */
    private @Nullable KeptFiles kept;

    MaterialLoader(List<MaterialSource> sources) {
        this.sources = List.copyOf(sources);
        this.paths = this.sources.stream()
                .flatMap(source -> source.paths().stream())
                .distinct()
                .toList();
    }

    List<Path> paths() {
        return paths;
    }

    boolean isDynamic() {
        return sources.stream().anyMatch(MaterialSource::isDynamic);
    }

    /**
     * How to read for one look, as often as that takes. What was kept is given away with it: only if the look ends well
     * something is kept for the next one.
     *
     * @param touched all that may have changed since the look before, as far as it is known; null for everything
     */
    Supplier<Reading> reader(@Nullable Set<Path> touched) {
        KeptFiles before = kept;
        kept = null;
        return before == null || touched == null ? () -> Reading.of(paths) : () -> Reading.of(paths, before, touched);
    }

    /** Ends a look that went well. */
    void keep(Reading reading) {
        kept = reading.kept();
    }

    /** The digest of a reading, of which large files may be from as long ago as this. */
    ContentDigest digest(Duration oldest) {
        return Reading.digestOf(paths, oldest);
    }

    /**
     * Parses and proves.
     *
     * @throws MaterialException whatever goes wrong: a source of the user's own may throw anything
     */
    Material load(Reading reading) {
        boolean complete = false;
        try {
            Material whole = new Material(null, null);
            for (MaterialSource source : sources) {
                whole = whole.and(source.load(reading, certificates));
            }
            for (MaterialSource source : sources) {
                whole = source.complete(whole);
            }
            complete = true;
            return whole;
        } catch (MaterialException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MaterialException(
                    Problem.UNREADABLE,
                    Location.of("material"),
                    "a source of material failed with " + e.getClass().getName(),
                    "Look at the cause; the source is asked again",
                    e);
        } finally {
            if (complete) {
                certificates.keepUsed();
                keep(reading);
            } else {
                certificates.keepAll();
            }
        }
    }

    void clear() {
        sources.forEach(MaterialSource::clear);
    }
}
