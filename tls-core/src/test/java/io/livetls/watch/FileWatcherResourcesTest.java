package io.livetls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.RecordedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Threads, inotify instances, and what happens when there is much to do: with the real kernel and real threads. */
class FileWatcherResourcesTest {
    private static final Duration IDLE = Duration.ofMillis(10);

    private final BlockingQueue<Thread> watchingThreads = new LinkedBlockingQueue<>();
    private final BlockingQueue<DirectoryEvents> sources = new LinkedBlockingQueue<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final Observed looks = new Observed();
    private final Parts real = Parts.real(IDLE);
    private final FileWatcher watcher = new FileWatcher(new Parts(
            real.nanoTime(),
            () -> {
                DirectoryEvents source = real.events().open();
                sources.add(source);
                return source;
            },
            real.looks(),
            task -> {
                Thread thread = real.threads().newThread(task);
                watchingThreads.add(thread);
                return thread;
            },
            real.firstPoll()));

    @TempDir
    Path dir;

    @AfterEach
    void close() {
        registrations.forEach(Registration::close);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void threeHundredRegistrationsTakeOneThreadAndOneInotifyInstanceAndLeaveNothing() throws Exception {
        long before = inotifyInstances();
        List<Observed> each = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Path own = Files.createDirectory(dir.resolve("volume" + i));
            files.add(Files.writeString(own.resolve("tls.crt"), "1"));
            each.add(new Observed());
            watch(watcher, each.get(i), files.get(i));
        }
        assertThat(inotifyInstances()).isEqualTo(before + 1);
        assertThat(sources).hasSize(1);
        assertThat(watchingThreads).hasSize(1).allMatch(Thread::isDaemon);

        for (Path file : files) {
            Files.writeString(file, "2");
        }
        for (Observed one : each) {
            one.await(Reason.SETTLED);
        }
        Set<Thread> lookingThreads =
                each.stream().flatMap(one -> one.threads().stream()).collect(Collectors.toSet());
        assertThat(lookingThreads).isNotEmpty().allMatch(Thread::isDaemon);

        close();
        joinAll(watchingThreads);
        joinAll(lookingThreads);
        assertThat(inotifyInstances()).isEqualTo(before);
    }

    @Test
    void afterTheLastOneClosedAnotherRegistrationStartsAgain() throws Exception {
        Path file = Files.writeString(dir.resolve("tls.crt"), "1");
        for (int round = 1; round <= 5; round++) {
            Registration registration = watch(watcher, looks, file);
            assertThat(watchingThreads).hasSize(round);
            Files.writeString(file, "round " + round);
            looks.await(Reason.SETTLED);

            registration.close();
            joinAll(watchingThreads);
        }
    }

    @Test
    void theSharedWatcherIsOneAndNamesItsThreads() throws Exception {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        Registration registration = FileWatcher.shared()
                .watch(
                        List.of(dir),
                        Observed.EVENTS_ONLY,
                        reason -> names.add(Thread.currentThread().getName()));
        registrations.add(registration);

        assertThat(FileWatcher.shared()).isSameAs(FileWatcher.shared());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .contains("livetls-watch");
        registration.lookAfter(Duration.ZERO);
        assertThat(names.poll(60, TimeUnit.SECONDS)).isEqualTo("livetls-reload");
    }

    @Test
    @Timeout(120)
    void aRealOverflowMeansLookAgainAndIsNotTheEnd() throws Exception {
        Path watched = Files.createDirectory(dir.resolve("watched"));
        Path sentinel = Files.createDirectory(dir.resolve("sentinel"));
        Path file = Files.writeString(watched.resolve("tls.crt"), "1");
        HeldEvents held = new HeldEvents(real.events().open());
        List<Reason> reasons = new ArrayList<>();
        WatchLoop loop = WatchLoop.start(
                new Parts(System::nanoTime, () -> held, Runnable::run, task -> new Thread(() -> {}), poll -> poll));
        Subscription subscription = Objects.requireNonNull(loop.subscribe(Observed.EVENTS_ONLY, reasons::add));
        registrations.add(subscription);
        subscription.start(List.of(file, sentinel.resolve("tls.crt")));

        // None of these names matters: without the overflow nothing would ever come of them.
        for (int i = 0; i < 1000; i++) {
            Files.createFile(watched.resolve("neighbour" + i));
        }
        Files.createFile(sentinel.resolve("after"));
        held.holdUntil(sentinel);
        while (reasons.isEmpty()) {
            loop.turn(TimeUnit.SECONDS.toNanos(60));
        }
        assertThat(reasons).containsExactly(Reason.SETTLED);

        Files.writeString(file, "2");
        while (reasons.size() == 1) {
            loop.turn(TimeUnit.SECONDS.toNanos(60));
        }
        assertThat(reasons).containsExactly(Reason.SETTLED, Reason.SETTLED);
    }

    @Test
    void aFileAmongTenThousandIsNoticed() throws Exception {
        Path trust = Files.createDirectory(dir.resolve("trust"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(trust.resolve("ca" + i + ".pem"));
        }
        watch(watcher, looks, trust);

        Files.writeString(trust.resolve("ca7000.pem"), "changed");
        looks.await(Reason.SETTLED);
    }

    @Test
    void aSourceThatSomeoneClosedIsOpenedAgain() throws Exception {
        Path file = Files.writeString(dir.resolve("tls.crt"), "1");
        watch(watcher, looks, file);

        sources.take().close();

        // What happened in between is unknown, so it looks again; then events come as before.
        looks.await(Reason.SETTLED);
        assertThat(sources.poll(60, TimeUnit.SECONDS)).isNotNull();
        Files.writeString(file, "2");
        looks.await(Reason.SETTLED);
    }

    @Test
    void noFaultEndsTheWatchingThread() throws Exception {
        Path file = Files.writeString(dir.resolve("tls.crt"), "1").toRealPath();
        FakeEvents events = new FakeEvents();
        FileWatcher faulty = new FileWatcher(
                new Parts(System::nanoTime, () -> events, real.looks(), real.threads(), real.firstPoll()));
        try (RecordedLog log = new RecordedLog()) {
            watch(faulty, looks, file);
            List<Throwable> faults =
                    List.of(new IllegalStateException(), new OutOfMemoryError(), new StackOverflowError());
            for (Throwable fault : faults) {
                events.faults.add(fault);
                events.modified(file);
                looks.await(Reason.SETTLED);
            }
            events.modified(file);
            looks.await(Reason.SETTLED);
            assertThat(log.messages()).hasSize(3).containsOnly("WARNING Watching files goes on after a fault.");
        }
    }

    @Test
    void aRegistrationThatIsDueBeforeAllOthersWakesTheThread() throws Exception {
        watch(watcher, new Observed(), dir);
        WatchTiming soon = Observed.EVENTS_ONLY.withPoll(Duration.ofMillis(20));

        registrations.add(watcher.watch(List.of(dir), soon, looks));

        assertThat(looks.next()).isEqualTo(Reason.POLL);
    }

    @Test
    void oneSlowLookDoesNotHoldUpTheOthers() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Path slow = Files.writeString(dir.resolve("slow"), "1");
        Path quick = Files.writeString(dir.resolve("quick"), "1");
        Registration held = watcher.watch(List.of(slow), Observed.EVENTS_ONLY, reason -> {
            begun.countDown();
            await(goOn);
            ended.countDown();
        });
        registrations.add(held);
        watch(watcher, looks, quick);

        held.lookAfter(Duration.ZERO);
        await(begun);
        for (int i = 0; i < 3; i++) {
            Files.writeString(quick, "change " + i);
            looks.await(Reason.SETTLED);
        }

        assertThat(ended.getCount()).isEqualTo(1);
        goOn.countDown();
        await(ended);
    }

    private Registration watch(FileWatcher by, Observed callback, Path path) {
        Registration registration = by.watch(List.of(path), Observed.EVENTS_ONLY, callback);
        registrations.add(registration);
        return registration;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void joinAll(Iterable<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static long inotifyInstances() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(FileWatcherResourcesTest::isInotify).count();
        }
    }

    private static boolean isInotify(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("inotify");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Real events, of which a test knows that they have arrived before any of them is handed out. */
    private static final class HeldEvents implements DirectoryEvents {
        private final DirectoryEvents events;
        private final Queue<WatchKey> held = new ArrayDeque<>();

        HeldEvents(DirectoryEvents events) {
            this.events = events;
        }

        /** The kernel keeps the order: once this directory's event is here, all that came before it are. */
        void holdUntil(Path directory) throws InterruptedException {
            WatchKey key;
            do {
                key = events.next(TimeUnit.SECONDS.toNanos(60));
                assertThat(key).isNotNull();
                held.add(key);
            } while (!directory.equals(key.watchable()));
        }

        @Override
        public @Nullable WatchKey register(Path directory) throws IOException {
            return events.register(directory);
        }

        @Override
        public @Nullable WatchKey next(long timeout) throws InterruptedException {
            return held.isEmpty() ? events.next(timeout) : held.poll();
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
