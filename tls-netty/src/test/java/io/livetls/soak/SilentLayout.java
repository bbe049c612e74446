package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.testing.PlainDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files that change without any event, as on a network file system: by other names of the same files. */
final class SilentLayout implements Layout {
    private static final Duration POLL = Duration.ofMillis(250);

    private final PlainDirectory files;
    private final Map<String, Path> otherNames = new HashMap<>();

    SilentLayout(Path directory) {
        this.files = PlainDirectory.create(directory.resolve("tls"));
    }

    @Override
    public LiveTls.Builder configure(LiveTls.Builder builder) {
        return builder.identity(files.file(Version.CERTIFICATE), files.file(Version.KEY))
                .trust(files.file(Version.TRUST).toString())
                .reloadInterval(POLL);
    }

    @Override
    public void write(Version version) throws IOException {
        overwrite(version, version.files());
    }

    @Override
    public void overwrite(Version current, Map<String, String> contents) throws IOException {
        for (Map.Entry<String, String> file : contents.entrySet()) {
            Files.writeString(otherName(file.getKey()), file.getValue());
        }
    }

    private Path otherName(String file) {
        return otherNames.computeIfAbsent(file, name -> {
            files.write(name, "");
            return files.hardLink(name);
        });
    }

    @Override
    public List<Way> ways() {
        return List.of(new Way("without any event", Way.Kind.IN_PARTS, (before, next) -> write(next)));
    }

    @Override
    public List<Fault> faults() {
        return List.of();
    }
}
