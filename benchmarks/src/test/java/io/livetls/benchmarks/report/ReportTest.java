package io.livetls.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Path RECORDED = Path.of("results");
    private static final Path DOCUMENT = Path.of("..", "docs", "performance.md");

    @TempDir
    Path results;

    @Test
    void theDocumentationHasWhatTheRecordedResultsGiveAndNothingElse() throws Exception {
        Report report = Report.of(RECORDED);

        String document = Files.readString(DOCUMENT);
        assertThat(document).as("run the benchmark Report").isEqualTo(report.in(document));
        for (Report.Plot plot : report.plots()) {
            assertThat(DOCUMENT.resolveSibling(plot.fileName()))
                    .as("run the benchmark Report")
                    .hasContent(plot.svg());
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void whereThisLibraryWasMeasuredEachOtherWasMeasuredToo(Path ofAJdk) throws Exception {
        List<Line> measured = Report.lines(Measurements.read(ofAJdk)).stream()
                .filter(line -> line.ours() != null)
                .toList();

        assertThat(measured).isNotEmpty().allSatisfy(line -> {
            assertThat(line.peers()).hasSameSizeAs(line.row().peers());
            assertThat(line.references()).hasSameSizeAs(line.row().references());
        });
    }

    static List<Path> recorded() throws IOException {
        try (Stream<Path> all = Files.list(RECORDED)) {
            return all.toList();
        }
    }

    @Test
    void aLineHasTheFigureItsIntervalAndItsBytesAndTheBestOfTheOthersFirst() throws Exception {
        write("jdk17", "LoadRatio", """
                {"java": "17.0.1", "results": [
                  {"what": "bundle", "how": "LiveTLS, certificates", "ratio": 1.04, "ratioLow": 1.01, "ratioHigh": 1.06, "bytes": 5000000},
                  {"what": "bundle", "how": "ayza's PemUtils", "ratio": 3.7, "bytes": 800},
                  {"what": "bundle", "how": "JDK, naively", "ratio": 2.94, "bytes": 12345},
                  {"what": "bundle", "how": "floor", "ratio": 1.0, "ratioLow": 1.0, "ratioHigh": 1.0}],
                 "processors": 2, "measured": "2026-01-02"}
                """);

        String table = Report.of(results).table();

        assertThat(table)
                .contains("### JDK 17\n\n17.0.1; processors: 2; measured 2026-01-02.\n")
                .contains("| at most 1.10 | **1.04** (1.01 to 1.06), 5.0 MB | "
                        + "JDK, naively 2.94, 12.3 KB; ayza's PemUtils 3.70, 800 B; *floor 1.00* | met |\n");
    }

    @ParameterizedTest
    @CsvSource({"1.10, met", "1.11, **missed**"})
    void aGoalIsMetAtItsLimitAndMissedBeyond(String ratio, String verdict) throws Exception {
        write("jdk17", "LoadRatio", """
                {"results": [{"what": "bundle", "how": "LiveTLS, certificates", "ratio": %s}]}
                """.formatted(ratio));

        assertThat(row(Report.of(results).table(), "A bundle")).endsWith("| " + verdict + " |");
    }

    @Test
    void whereMoreIsBetterLessIsMissed() throws Exception {
        write("jdk17", "ReconnectAfterRotation", """
                {"results": [
                  {"server": "live", "clients": "again after each rotation", "resumedPercent": 98.9, "serverCpuMicros": 163}]}
                """);

        String table = Report.of(results).table();

        assertThat(row(table, "Clients that reconnect after a rotation: resumed"))
                .endsWith("| **missed** |");
        assertThat(row(table, "Clients that reconnect after a rotation: server's CPU"))
                .endsWith("| **163 us** |  | no goal |");
    }

    @Test
    void whatWasNotMeasuredHasNoFigure() throws Exception {
        Files.createDirectory(results.resolve("jdk17"));

        assertThat(row(Report.of(results).table(), "A swap of ..data"))
                .endsWith("| at most 20.0 ms |  |  | not measured |");
    }

    @Test
    void aMeasurementOfAnotherSizeIsNoneOfTheLine() throws Exception {
        write("jdk17", "ReloadRatio", """
                {"files": 500, "results": [{"how": "LiveTLS, reload()", "ratio": 0.5}]}
                """);

        assertThat(row(Report.of(results).table(), "One new file among 10,000")).endsWith("|  |  | not measured |");
    }

    @Test
    void theGoalsOfAJdkAreItsOwn() throws Exception {
        for (String jdk : List.of("jdk17", "jdk25")) {
            write(jdk, "ChainRatio", """
                    {"results": [{"clients": 1500, "key": "EC", "variant": "returning", "ratio": 0.3}]}
                    """);
        }

        assertThat(Report.of(results).table().lines().filter(line -> line.contains("1,500 clients, returning")))
                .anyMatch(line -> line.contains("at most 0.25") && line.endsWith("**missed** |"))
                .anyMatch(line -> line.contains("at most 0.40") && line.endsWith("| met |"));
    }

    @Test
    void aPlotIsAnSvgWithABarForEachFigureAndALineForTheGoal() throws Exception {
        write("jdk17", "LoadRatio", """
                {"results": [
                  {"what": "bundle", "how": "LiveTLS, certificates", "ratio": 1.04},
                  {"what": "bundle", "how": "JDK, naively", "ratio": 2.94}]}
                """);

        Report.Plot plot = Report.of(results).plots().get(0);

        assertThat(plot.fileName()).isEqualTo("performance-jdk17.svg");
        var svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot.svg())))
                .getDocumentElement();
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("line").getLength()).isEqualTo(1);
        assertThat(svg.getTextContent()).contains("LiveTLS", "JDK, naively", "2.94", "goal: at most 1.10");
    }

    @Test
    void aDocumentKeepsAllThatIsAroundTheTable() {
        String begin = "<!-- the table: made by the benchmark \"Report\" -->\n";
        String end = "<!-- the table's end -->\n";

        assertThat(new Report("NEW\n", List.of()).in("before\n" + begin + "OLD\n" + end + "after\n"))
                .isEqualTo("before\n" + begin + "\nNEW\n" + end + "after\n");
    }

    @Test
    void aDocumentWithoutAPlaceForTheTableIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Report("", List.of()).in("# Performance\n"))
                .withMessageContaining("no place for the table");
    }

    private void write(String jdk, String name, String json) throws IOException {
        Files.writeString(Files.createDirectories(results.resolve(jdk)).resolve(name + ".json"), json);
    }

    private static String row(String table, String what) {
        return table.lines()
                .filter(line -> line.startsWith("| " + what))
                .findFirst()
                .orElseThrow();
    }
}
