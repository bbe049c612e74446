package io.livetls.soak;

import io.livetls.LiveTls;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Files on a real disk, and the ways in which they change, for the better or the worse. For one thread. */
interface Layout {
    /** Names the files to a handle. */
    LiveTls.Builder configure(LiveTls.Builder builder);

    /** Writes the first version, or the current one again after a fault. */
    void write(Version version) throws IOException;

    /** Puts these contents in the place of some files of the current version. */
    void overwrite(Version current, Map<String, String> contents) throws IOException;

    /** The ways to a next version. */
    List<Way> ways();

    /** What can happen here besides the {@link ContentFaults}. */
    List<Fault> faults();

    /** A way from one version to the next. */
    record Way(String text, Kind kind, Writing writing) {
        /** What a handle may see on the way. */
        enum Kind {
            /** The old version, then the new one. */
            ATOMIC,
            /** Also the new identity with the old trust, and states that can't be used. */
            IN_PARTS
        }

        /** Writes it. */
        interface Writing {
            void write(Version before, Version next) throws IOException;
        }

        boolean atomic() {
            return kind == Kind.ATOMIC;
        }
    }
}
