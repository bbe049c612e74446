package io.livetls.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.soak.Ledger.Chapter;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand changes of files, good and bad, in every way in which files change, under continuous handshakes and traffic:
 * nobody is refused who should get in, nobody gets in who should not, nothing is ever mixed, and nothing is left behind.
 *
 * <p>{@code -Dlivetls.soak.changes=20000} makes it longer, {@code -Dlivetls.soak.seed=...} repeats the order of changes of
 * an earlier run, which was printed.
 */
@Tag("soak")
@EnabledOnOs(value = OS.LINUX, disabledReason = "what is held is read from /proc")
class SoakTest {
    /** Enough to load every class and to fill the JVM's own caches. */
    private static final int WARM_UP = 40;

    /** What the JVM's own caches may still grow by: much less than a thousand generations that stay. */
    private static final long HEAP_SLACK = 12 << 20;

    /** What may be alive besides, at the end of the changes and more than twice of what was after a quarter: connections. */
    private static final int UNDER_WAY = 100;

    /** Held, since the JDK forgets the level of a logger that nobody holds. A line for each of two thousand looks is noise. */
    private static final Logger LIBRARY = Logger.getLogger("io.livetls");

    private final PrintStream out = System.out;
    private final Plan plan = Plan.fromFlags();
    private final Ledger ledger = new Ledger();

    @TempDir
    Path directory;

    @BeforeAll
    static void watchNativeMemoryAndBeQuiet() {
        NativeLeaks.watch();
        LIBRARY.setLevel(Level.SEVERE);
    }

    /** With flags it lasts as long as it is asked to. */
    @Test
    @Timeout(value = 7, unit = TimeUnit.DAYS)
    void aThousandChangesOpenNoDoorSlamNoneAndLeaveNothingBehind() throws Exception {
        out.println("Soak: " + plan);
        run(new Plan(WARM_UP, plan.seed() + 1), new Ledger(), "warm-up");
        Held before = Held.atRest();

        long start = System.nanoTime();
        long processorStart = Held.processorSeconds();
        Soak soak;
        try {
            soak = run(plan, ledger, "run");
        } finally {
            out.printf(
                    "Soak: %d s, %d s of processors%s",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                    Held.processorSeconds() - processorStart,
                    ledger.summary());
            ledger.violations().forEach(violation -> out.println("  VIOLATION " + violation));
        }
        Held after = Held.backAt(before);
        out.printf(
                "%n  held before the run   %s%n  after a quarter       %s%n  after all changes     %s%n"
                        + "  when all was closed   %s%n  native leaks          %s%n",
                before, soak.firstQuarter(), soak.end(), after, NativeLeaks.found());

        assertThat(ledger.violations()).isEmpty();
        assertThat(ledger.total(Chapter.ROTATIONS) + ledger.total(Chapter.FAULTS))
                .as("every change was waited for")
                .isGreaterThanOrEqualTo(plan.changes());
        assertThat(soak.end().heap().moreThan(soak.firstQuarter().heap(), count -> 2 * count + UNDER_WAY))
                .as("what grows with the number of changes")
                .isEmpty();
        assertThat(soak.end().resources().watches())
                .as("watches don't grow with the number of changes")
                .isLessThanOrEqualTo(2 * soak.firstQuarter().resources().watches());
        assertThat(after.moreThan(before)).as("what is left behind").isEmpty();
        assertThat(after.heap().bytes()).as("heap").isLessThan(before.heap().bytes() + HEAP_SLACK);
        assertThat(NativeLeaks.kindsWatched()).as("leak detectors").isPositive();
        assertThat(NativeLeaks.found())
                .as("native memory that was never released")
                .isEmpty();
    }

    private Soak run(Plan changes, Ledger writing, String name) throws Exception {
        Soak soak = new Soak(changes, writing, Files.createDirectory(directory.resolve(name)));
        soak.run();
        return soak;
    }
}
