package io.livetls.source;

import io.livetls.source.Reading.Found;
import io.livetls.source.Reading.FoundDirectory;
import io.livetls.source.Reading.FoundFile;
import io.livetls.source.Reading.KnownFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a reading found in directories, by digest alone, so that the next one needn't read what no event has named. */
public final class KeptFiles {
    private final Map<Path, FoundDirectory> directories;

    private KeptFiles(Map<Path, FoundDirectory> directories) {
        this.directories = directories;
    }

    static KeptFiles of(Map<Path, Found> found) {
        Map<Path, FoundDirectory> directories = new HashMap<>();
        found.forEach((path, there) -> {
            if (there instanceof FoundDirectory directory) {
                directories.put(path, withoutContent(directory));
            }
        });
        return new KeptFiles(directories);
    }

    /** As it was: plain files by their digests, and the names of all others; null if that isn't known. */
    @Nullable FoundDirectory directory(Path path) {
        return directories.get(path);
    }

    private static FoundDirectory withoutContent(FoundDirectory directory) {
        SortedMap<String, Found> plain = new TreeMap<>();
        Set<String> links = new HashSet<>(directory.links());
        directory.files().forEach((name, there) -> {
            if (there instanceof FoundFile file && !links.contains(name)) {
                plain.put(name, new KnownFile(file.content().digest()));
            } else if (there instanceof KnownFile file) {
                plain.put(name, file);
            } else {
                links.add(name);
            }
        });
        return new FoundDirectory(directory.real(), plain, links);
    }
}
