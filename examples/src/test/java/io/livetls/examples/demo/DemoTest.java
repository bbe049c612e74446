package io.livetls.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.SecretVolume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    private static final int CHECKS_AT_LEAST = 30;

    @TempDir
    private Path temporary;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"auto", "jdk"})
    void everythingHoldsAndTheTimelineTellsOfEachStep(String engine) {
        int exitCode = demo(Scenario.standard(), "--plain", "--engine", engine);
        assertThat(exitCode).as(this::text).isZero();
        assertThat(text())
                .contains(Scenario.standard().steps().stream().map(Step::title).toList())
                .contains("a handshake showed serial")
                .contains("the old CA's client, resuming TLSv1.3, is refused: ")
                .contains("the old CA's client, resuming TLSv1.2, is refused: ")
                .contains("the reload is refused as MISMATCH")
                .contains("the reload is refused as MALFORMED")
                .contains("the reload is refused as MISSING")
                .containsPattern("failures +0 of [1-9][0-9]* calls")
                .endsWith("All held." + System.lineSeparator())
                .doesNotContain("BROKEN", "\u001b[", "PRIVATE KEY");
        assertThat(text().lines().filter(line -> line.startsWith("          held")))
                .hasSizeGreaterThan(CHECKS_AT_LEAST);
    }

    @Test
    void whatDoesNotHoldIsNamedAndDecidesTheExitCode() {
        Scenario scenario = new Scenario(List.of(
                new Step("Works", Baseline::run),
                new Step("Broken", (deployment, report) -> report.expect("two and two is five", false))));
        assertThat(demo(scenario, "--plain")).isEqualTo(1);
        assertThat(text())
                .contains("BROKEN     two and two is five")
                .contains("BROKEN     Broken: two and two is five")
                .endsWith("Not all held." + System.lineSeparator());
    }

    @Test
    void callsThatFailAreNoticed() {
        Scenario scenario = new Scenario(List.of(new Step("The server forgets its clients", (deployment, report) -> {
            int from = deployment.clients().log().size();
            Side server = deployment.serving();
            String wrong = CertificateAuthority.create("Wrong CA").certificatePem();
            long swapped = server.swap(server.certificate(), server.secret().withTrust(wrong));
            Call failed = Await.answer(
                    "a failed call", () -> deployment.clients().log().firstAfter(swapped, Call::failed));
            report.fact("failed", String.valueOf(failed.failure()));
            Effects.traffic(deployment, report, from);
        })));
        assertThat(demo(scenario, "--plain")).isEqualTo(1);
        assertThat(text()).contains("BROKEN     no call failed");
    }

    @Test
    void aClientThatIsLetInWhereItShouldBeRefusedIsNoticed() {
        Scenario scenario = new Scenario(List.of(new Step(
                "Refuse a good client",
                (deployment, report) -> Effects.refused(
                        deployment,
                        report,
                        "a good client",
                        deployment.callAs(deployment.outsider(deployment.oldCa()))))));
        assertThat(demo(scenario, "--plain")).isEqualTo(1);
        assertThat(text()).contains("BROKEN     a good client is refused");
    }

    @Test
    void aStepThatCannotComeToItsEndIsAFailure() {
        Scenario scenario = new Scenario(List.of(new Step("Falls over", (deployment, report) -> {
            throw new IllegalStateException("this can't be done");
        })));
        assertThat(demo(scenario, "--plain")).isEqualTo(1);
        assertThat(text()).contains("Falls over: java.lang.IllegalStateException: this can't be done");
    }

    @Test
    void nothingCheckedIsNoSuccess() {
        assertThat(demo(new Scenario(List.of()), "--plain")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--colour",
                "--engine",
                "--engine gnutls",
                "--clients 1",
                "--clients many",
                "--for 60s",
                "--hold --for soon",
                "--hold --secret-dir /tmp"
            })
    void wrongArgumentsAreExplained(String words) {
        assertThat(demo(Scenario.standard(), words.split(" ", -1))).isEqualTo(2);
        assertThat(text()).startsWith("--").contains("Exit code:");
    }

    @Test
    void followsTheFilesOfAUser() throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("Their CA");
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("theirs"));
                PipedOutputStream keyboard = new PipedOutputStream();
                InputStream in = new PipedInputStream(keyboard)) {
            volume.update(ca.issue(), ca);
            String[] words = {"--plain", "--secret-dir", volume.path().toString(), "--for", "60s"};
            CompletableFuture<Integer> exitCode =
                    CompletableFuture.supplyAsync(() -> demo(in, Scenario.standard(), words));
            Await.until("it serves", () -> text().contains("ends       by Enter"));
            volume.update("ca.crt", "");
            Await.until("it refuses", () -> text().contains("NOT taken"));
            volume.update(ca.issue(), ca);
            Await.until("it follows", () -> text().contains("followed: certificate CN=localhost, serial "));
            type(keyboard, "\n");
            assertThat(exitCode.get(1, TimeUnit.MINUTES)).isZero();
            assertThat(text()).contains("trusts     CN=Their CA", "ca.crt: it is empty.", "(other key)", "ended");
        }
    }

    @Test
    void endsByItselfWhenTheTimeIsOver() {
        CertificateAuthority ca = CertificateAuthority.create("Their CA");
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("theirs"))) {
            volume.update(ca.issue(), ca);
            assertThat(demo(
                            Scenario.standard(),
                            "--plain",
                            "--secret-dir",
                            volume.path().toString(),
                            "--for",
                            "1s"))
                    .isZero();
        }
    }

    @Test
    void saysWhyItCannotServeTheFilesOfAUser() {
        assertThat(demo(Scenario.standard(), "--plain", "--secret-dir", temporary.toString()))
                .isEqualTo(1);
        assertThat(text()).contains("Can't serve: ").contains("tls.crt");
    }

    @Test
    void holdsTheServerAndRenewsOnEnter() throws Exception {
        try (PipedOutputStream keyboard = new PipedOutputStream();
                InputStream in = new PipedInputStream(keyboard)) {
            Scenario scenario = new Scenario(List.of(new Step("Works", Baseline::run)));
            CompletableFuture<Integer> exitCode =
                    CompletableFuture.supplyAsync(() -> demo(in, scenario, "--plain", "--hold"));
            Await.until("it holds", () -> text().contains("Enter renews"));
            type(keyboard, "\n");
            Await.until("it renews", () -> text().contains("renewed: serial "));
            type(keyboard, "q\n");
            assertThat(exitCode.get(1, TimeUnit.MINUTES)).isZero();
            assertThat(text()).contains("curl -sS", "openssl s_client");
        }
    }

    private static void type(PipedOutputStream keyboard, String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private int demo(Scenario scenario, String... words) {
        return demo(InputStream.nullInputStream(), scenario, words);
    }

    private int demo(InputStream in, Scenario scenario, String... words) {
        try {
            return Demo.run(List.of(words), out, in, scenario);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
