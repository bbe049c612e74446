package io.livetls.examples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lines that a user types until some time is over. Where there is no input, time alone counts. */
final class Keyboard {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final long start = System.nanoTime();
    private final @Nullable Duration duration;

    /** Waits for ever if the duration is null. */
    Keyboard(InputStream in, @Nullable Duration duration) {
        this.duration = duration;
        Thread reader = new Thread(() -> read(in), "demo-keyboard");
        reader.setDaemon(true);
        reader.start();
    }

    /** The next line; null when the time is over. */
    @Nullable String line() throws InterruptedException {
        if (duration == null) {
            return lines.take();
        }
        long rest = duration.toNanos() - (System.nanoTime() - start);
        return lines.poll(Math.max(0, rest), TimeUnit.NANOSECONDS);
    }

    private void read(InputStream in) {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // As the end of the input.
        }
    }
}
