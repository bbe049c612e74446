package io.livetls.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a look is told which files it is about, and when not: whatever isn't certain means everything. */
class TouchedTest {
    private static final Optional<Set<Path>> EVERYTHING = Optional.empty();

    private final Bench bench = new Bench();
    private final List<Optional<Set<Path>>> looks = new ArrayList<>();
    private Path dir;
    private Path trust;
    private Path one;
    private Subscription subscription;

    @BeforeEach
    void watchADirectory(@TempDir Path temp) throws IOException {
        dir = temp.toRealPath();
        trust = Files.createDirectory(dir.resolve("trust"));
        one = Files.writeString(trust.resolve("one.pem"), "1");
        Files.writeString(dir.resolve("elsewhere"), "1");
        Files.createSymbolicLink(trust.resolve("linked.pem"), Path.of("../elsewhere"));
        subscription = Objects.requireNonNull(
                bench.loop().subscribe(WatchTiming.DEFAULT, reason -> looks.add(subscription.touched())));
        subscription.start(List.of(trust));
    }

    @Test
    void filesThatEventsHaveNamedAreTold() {
        bench.events.modified(one);
        bench.events.created(trust.resolve("two.pem"));
        bench.after(0);
        bench.after(200);
        bench.events.deleted(one);
        bench.after(0);
        bench.after(200);

        assertThat(looks).containsExactly(Optional.of(Set.of(one, trust.resolve("two.pem"))), Optional.of(Set.of(one)));
    }

    @Test
    void anOverflowMeansEverything() {
        bench.events.modified(one);
        bench.events.overflow(trust);
        bench.after(0);
        bench.after(200);

        assertThat(looks).containsExactly(EVERYTHING);
    }

    @Test
    void aKeyThatDiedMeansEverything() {
        bench.events.modified(one);
        bench.events.kill(trust);
        bench.after(0);
        bench.after(200);

        assertThat(looks).containsExactly(EVERYTHING);
    }

    @Test
    void aLinkAndWhatItLeadsToMeanEverything() {
        bench.events.modified(one);
        bench.events.created(trust.resolve("linked.pem"));
        bench.after(0);
        bench.after(200);
        bench.events.modified(dir.resolve("elsewhere"));
        bench.after(0);
        bench.after(200);

        assertThat(looks).containsExactly(EVERYTHING, EVERYTHING);
    }

    @Test
    void aDirectoryThatWasReplacedMeansEverything() {
        bench.events.modified(one);
        bench.events.created(trust);
        bench.after(0);
        bench.after(200);

        assertThat(looks).containsExactly(EVERYTHING);
    }

    @Test
    void aPollAndARetryThatALookAnswersBesidesMeanEverything() {
        bench.after(9_900);
        bench.events.modified(one);
        bench.after(0);
        bench.after(200);
        assertThat(looks).containsExactly(EVERYTHING);

        subscription.lookAfter(Duration.ofMillis(100));
        bench.events.modified(one);
        bench.after(0);
        bench.after(200);
        assertThat(looks).containsExactly(EVERYTHING, EVERYTHING);
    }

    @Test
    void aPollAloneMeansEverything() {
        bench.after(10_000);

        assertThat(looks).containsExactly(EVERYTHING);
    }

    @Test
    void moreFilesThanAreWorthCountingMeanEverything() {
        for (int i = 0; i <= 1_000; i++) {
            bench.events.created(trust.resolve(i + ".pem"));
        }
        bench.after(0);
        bench.after(200);

        assertThat(looks).containsExactly(EVERYTHING);
    }

    @Test
    void aLinkThatIsNewIsToldAndFollowed() throws Exception {
        Path target =
                Files.writeString(Files.createDirectory(dir.resolve("far")).resolve("ca"), "1");
        Path link = Files.createSymbolicLink(trust.resolve("new.pem"), target);
        bench.events.created(link);
        bench.after(0);
        bench.after(200);
        assertThat(looks).containsExactly(Optional.of(Set.of(link)));

        bench.events.modified(target);
        bench.after(0);
        bench.after(200);
        assertThat(looks).containsExactly(Optional.of(Set.of(link)), EVERYTHING);
    }
}
