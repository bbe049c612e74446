package io.livetls.examples.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods in JVMs of their own, which call each other all the time, on the way to a new certificate. */
class MeshTest {
    private static final int PODS = 3;
    private static final int DIRECTIONS = PODS * (PODS - 1);

    @TempDir
    private Path directory;

    private Runs runs(String engine) {
        return new Runs(directory, PODS, Mesh.jvmOptions(engine));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "jdk"})
    void noCallFailsWhileSelfSignedPairsAreExchangedInThreeStepsWithoutARestart(String engine) {
        RunReport run = runs(engine).selfSignedInThreeSteps();
        assertFlawless(run, 3);
        assertThat(run.restarts()).isZero();
    }

    @Test
    void noCallFailsWhileAPairOfASharedCaIsExchangedInOneStepWithoutARestart() {
        RunReport run = runs("openssl").sharedCaInOneStep();
        assertFlawless(run, 1);
        assertThat(run.restarts()).isZero();
    }

    @Test
    void noCallFailsWhilePodsAreRestartedOneByOneForEachOfThreeSteps() {
        RunReport run = runs("openssl").selfSignedByRestarts();
        assertFlawless(run, 3);
        assertThat(run.restarts()).isEqualTo(3 * PODS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssl", "jdk"})
    void withoutTheFirstStepThePodOfTheNewPairReachesNobodyAndTheLogsSayWhy(String engine) {
        RunReport run = runs(engine).withoutTheFirstStep();
        StepReport switched = run.steps().get(1);
        assertThat(switched.unreached())
                .containsExactlyInAnyOrder(
                        new Link("pod-1", "pod-2"),
                        new Link("pod-1", "pod-3"),
                        new Link("pod-2", "pod-1"),
                        new Link("pod-3", "pod-1"));
        assertThat(run.links().get(new Link("pod-2", "pod-3"))).matches(tally -> tally.failed() == 0);
        assertThat(run.links().get(new Link("pod-3", "pod-2"))).matches(tally -> tally.failed() == 0);

        assertThat(run.log().get("pod-2"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARNING mesh: pod-2 can't call pod-1: UNAVAILABLE")
                        .contains("the certificate of the peer (CN=" + Fleet.SERVICE + ", serial ")
                        .contains("issued by itself) is refused: ")
                        .contains(
                                "Here a certificate of that name but with another key is trusted. If this peer is meant"
                                        + " to be trusted, trust the certificate of its CA, or if it is self-signed its own,"
                                        + " before it is used"));
        assertThat(run.log().get("pod-1"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARNING mesh: pod-1 can't call pod-2: UNAVAILABLE")
                        .containsPattern("(?i)unknown_ca|certificate_unknown"));

        assertThat(run.endsWell()).as("all trust both now").isTrue();
    }

    /** Every direction, after every step of every pod; and each call that was made was answered once. */
    private static void assertFlawless(RunReport run, int rollingUpdates) {
        List<String> problems = new ArrayList<>();
        run.steps()
                .forEach(step -> step.meetings().stream()
                        .filter(meeting -> !meeting.isGood())
                        .forEach(meeting -> problems.add(step.step() + ", " + step.pod() + ": " + meeting)));
        assertThat(problems).isEmpty();
        assertThat(run.log().values().stream().flatMap(List::stream))
                .noneMatch(line -> line.startsWith("WARNING mesh"));
        assertThat(run.steps())
                .hasSize(1 + rollingUpdates * PODS)
                .allSatisfy(step -> assertThat(step.meetings()).hasSize(DIRECTIONS));
        int proofs = run.steps().size();
        assertThat(run.links()).hasSize(DIRECTIONS).allSatisfy((link, tally) -> {
            assertThat(tally.failed()).as("%s", link).isZero();
            assertThat(tally.succeeded()).as("%s", link).isGreaterThan(proofs);
            assertThat(tally.answered()).as("%s", link).isEqualTo(tally.succeeded() + proofs);
        });
        assertThat(run.isFlawless()).isTrue();
    }
}
