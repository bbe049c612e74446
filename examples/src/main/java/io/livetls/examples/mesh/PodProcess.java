package io.livetls.examples.mesh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@link Pod} in a JVM of its own, as the driver sees it. */
final class PodProcess implements AutoCloseable {
    /** Only ends what hangs; a healthy run needs a fraction of it. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private static final int ENDED_BY_SIGTERM = 143;
    private static final String END_OF_ANSWER = "done";
    private static final String END_OF_OUTPUT = "ended";

    private final String name;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Thread logReader;
    private int port;
    private @Nullable Loaded loaded;

    private PodProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        readLines(name + " output", process.getInputStream(), this::told);
        this.logReader = readLines(name + " log", process.getErrorStream(), log::add);
    }

    /** Starts a pod. Its environment has no {@code MM_} variables but those given. */
    static PodProcess start(String name, String service, List<String> jvmOptions, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.util.logging.SimpleFormatter.format=%4$s %3$s: %5$s%6$s%n");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pod.class.getName(), name, service));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MM_"));
        builder.environment().putAll(environment);
        try {
            return new PodProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be started", e);
        }
    }

    /** Waits until it is ready, as Kubernetes does before it leads anybody to it. */
    void awaitServing() {
        port = Integer.parseInt(next(line -> line.startsWith("serving ")).substring("serving ".length()));
    }

    /** What its service's address leads to, once it serves. */
    int port() {
        return port;
    }

    /** What it has written to its log so far. */
    List<String> log() {
        return List.copyOf(log);
    }

    /** Asks without waiting for the answer. */
    void send(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be asked for " + command + "\n" + lastWords(), e);
        }
    }

    /** Waits for the answer to what was asked. */
    List<String> answer() {
        List<String> lines = new ArrayList<>();
        for (String line = next(any -> true); !line.equals(END_OF_ANSWER); line = next(any -> true)) {
            lines.add(line);
        }
        return lines;
    }

    List<String> ask(String command) {
        send(command);
        return answer();
    }

    /** Waits until the pod has loaded this. */
    synchronized void awaitLoaded(Loaded expected) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!expected.equals(loaded)) {
            long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (millis <= 0) {
                throw new IllegalStateException(
                        name + " has loaded " + loaded + ", not " + expected + "\n" + lastWords());
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /** Ends it as Kubernetes does, by SIGTERM. The answer is its last word: the counts. */
    List<String> terminate() {
        process.toHandle().destroy(); // unlike destroy() it leaves the streams open
        List<String> last = answer();
        next(END_OF_OUTPUT::equals);
        try {
            int exitCode = process.waitFor();
            logReader.join();
            if (exitCode != ENDED_BY_SIGTERM) {
                throw new IllegalStateException(name + " ended with " + exitCode + "\n" + lastWords());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return last;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void told(String line) {
        if (line.startsWith("loaded ")) {
            synchronized (this) {
                loaded = Loaded.parse(line);
                notifyAll();
            }
        } else {
            answers.add(line);
        }
    }

    private String next(Predicate<String> wanted) {
        try {
            String line = answers.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (line == null || !wanted.test(line)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " said " + line + "\n" + lastWords());
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String lastWords() {
        return String.join("\n", log);
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    private Thread readLines(String reader, InputStream stream, Consumer<String> consumer) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        lines.lines().forEach(consumer);
                    } catch (IOException | UncheckedIOException e) {
                        consumer.accept(reader + ": " + e.getMessage());
                    }
                    if (stream == process.getInputStream()) {
                        answers.add(END_OF_OUTPUT);
                    }
                },
                reader);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
