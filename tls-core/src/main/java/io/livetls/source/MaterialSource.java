package io.livetls.source;

import io.livetls.material.Material;
import java.nio.file.Path;
import java.util.List;

/**
 * One place that material comes from. It does no I/O on files of its own: what it needs of the disk it names, and gets
 * as a {@link Reading}.
 */
public interface MaterialSource {

    /**
     * The files and directories that the material is made of, as they were named. A change of any of them is a reason to
     * load again.
     *
     * @return paths, empty for a source without files
     */
    default List<Path> paths() {
        return List.of();
    }

    /**
     * Whether the material can change while the files don't.
     *
     * @return true for a source that has to be asked at every look
     */
    default boolean isDynamic() {
        return false;
    }

    /**
     * Parses and proves the material.
     *
     * @param reading the content of {@link #paths()}
     * @param certificates remembers what was parsed before
     * @return an identity, trust anchors, session ticket keys, or several of these
     * @throws io.livetls.material.MaterialException if anything about it can't be used
     */
    Material load(Reading reading, CertificateCache certificates);

    /**
     * Adds what depends on the other sources. Called after all of them were loaded.
     *
     * @param whole what all sources gave together
     * @return the same, or more
     */
    default Material complete(Material whole) {
        return whole;
    }

    /**
     * Where the certificates of the identity come from, if it has one.
     *
     * @return what messages call it: a file, or the source itself
     */
    default String chainOrigin() {
        return toString();
    }

    /** Forgets secrets that the source keeps, such as a passphrase. It isn't used after that. */
    default void clear() {}
}
