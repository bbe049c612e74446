package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.material.Problem;
import io.livetls.testing.SecretVolume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A mounted secret: everything changes by the swap of one link. */
final class KubernetesLayout implements Layout {
    private final SecretVolume volume;
    private final Path fresh;

    KubernetesLayout(Path directory) {
        this.volume = SecretVolume.create(directory.resolve("secret"));
        this.fresh = directory.resolve("fresh");
    }

    @Override
    public LiveTls.Builder configure(LiveTls.Builder builder) {
        return builder.secretDirectory(volume.path()).reloadInterval(Site.NEVER);
    }

    @Override
    public void write(Version version) {
        volume.update(bytes(version.files()));
    }

    @Override
    public void overwrite(Version current, Map<String, String> contents) {
        Map<String, String> files = current.files();
        files.putAll(contents);
        volume.update(bytes(files));
    }

    @Override
    public List<Way> ways() {
        return List.of(
                new Way("swap", Way.Kind.ATOMIC, (before, next) -> write(next)),
                new Way("swap", Way.Kind.ATOMIC, (before, next) -> write(next)),
                new Way("swap", Way.Kind.ATOMIC, (before, next) -> write(next)),
                new Way("swaps in a row", Way.Kind.IN_PARTS, this::swapInARow),
                new Way("volume replaced by another", Way.Kind.IN_PARTS, (before, next) -> replaceVolume(next)));
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (String file : List.of(Version.CERTIFICATE, Version.KEY, Version.TRUST)) {
            faults.add(new Fault("swap to a volume without " + file, Set.of(Problem.NOT_FOUND), current -> {
                volume.remove(file);
                return Fault.Repair.NOT_NEEDED;
            }));
        }
        faults.addAll(PathFaults.ofFile("key below ..data", () -> behind(Version.KEY)));
        faults.add(PathFaults.directoryGone(volume.path()));
        faults.add(new Fault("..data leads to nothing", Set.of(Problem.NOT_FOUND), current -> {
            Path data = volume.file("..data");
            Path target = Files.readSymbolicLink(data);
            Trees.link(data, Path.of("..nothing"));
            return () -> Trees.link(data, target);
        }));
        return faults;
    }

    /** Several updates before anything can follow; one of them has the new identity with the old trust. */
    private void swapInARow(Version before, Version next) {
        Map<String, String> mixed = next.withTrustOf(before).files();
        volume.update(bytes(mixed));
        mixed.put("unrelated.txt", "nothing of interest");
        volume.update(bytes(mixed));
        Map<String, String> whole = next.files();
        whole.put("unrelated.txt", "nothing of interest either");
        volume.update(bytes(whole));
        write(next);
    }

    private void replaceVolume(Version next) throws IOException {
        SecretVolume.create(fresh).update(bytes(next.files()));
        Path old = Trees.beside(volume.path(), ".old");
        Trees.move(volume.path(), old);
        Trees.move(fresh, volume.path());
        Trees.delete(old);
    }

    private Path behind(String file) {
        try {
            return volume.file(file).toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> bytes(Map<String, String> files) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((name, content) -> bytes.put(name, content.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }
}
