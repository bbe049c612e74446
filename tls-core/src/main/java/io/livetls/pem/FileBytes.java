package io.livetls.pem;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a whole file, never more than its limit. */
final class FileBytes {
    /** For files that don't tell their size, as those of /proc. */
    private static final int FIRST = 16 << 10;

    private static final byte[] NOTHING = {};

    private FileBytes() {}

    static byte[] read(Path file, int limit) {
        byte[] buffer = NOTHING;
        int length = 0;
        // A stream and not a channel: whoever is interrupted meanwhile gets its file all the same.
        try (InputStream in = Files.newInputStream(file)) {
            // Of the open file, where Files.size would look the path up a second time.
            int size = in.available();
            buffer = new byte[Math.min(size == 0 ? FIRST : size, limit)];
            while (true) {
                length += in.readNBytes(buffer, length, buffer.length - length);
                if (length < buffer.length) {
                    return Arrays.copyOf(buffer, length);
                }
                int next = in.read();
                if (next < 0) {
                    byte[] whole = buffer;
                    buffer = NOTHING;
                    return whole;
                }
                if (length == limit) {
                    throw tooLarge(file.toString(), limit);
                }
                byte[] larger = Arrays.copyOf(buffer, (int) Math.min(limit, 4L * length));
                Arrays.fill(buffer, (byte) 0);
                buffer = larger;
                buffer[length++] = (byte) next;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    static void checkSize(byte[] content, String source, int limit) {
        if (content.length > limit) {
            throw tooLarge(source, limit);
        }
    }

    private static MaterialException tooLarge(String source, int limit) {
        return new MaterialException(
                Problem.TOO_LARGE,
                Location.of(source),
                "it holds more than " + limit + " bytes",
                "Name the right file, or raise the limit");
    }

    /** Not by several catch clauses: the classes of all of them would be loaded to read the first file. */
    private static MaterialException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new MaterialException(
                    Problem.NOT_FOUND,
                    Location.of(file.toString()),
                    "there is no such file",
                    "Check the path, and that the volume it is on is mounted",
                    e);
        }
        if (e instanceof AccessDeniedException) {
            return unreadable(file, "may not be read by this process", "Check its owner and permissions", e);
        }
        return Files.isDirectory(file)
                ? unreadable(file, "is a directory", "Name a file in it", null)
                : unreadable(file, "can't be read", "Check the disk and the mount", e);
    }

    private static MaterialException unreadable(
            Path file, String what, String remedy, @org.jspecify.annotations.Nullable IOException cause) {
        return new MaterialException(Problem.UNREADABLE, Location.of(file.toString()), "it " + what, remedy, cause);
    }
}
