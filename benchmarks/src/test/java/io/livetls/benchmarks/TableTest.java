package io.livetls.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.livetls.benchmarks.report.Report;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableTest {
    @TempDir
    Path results;

    @Test
    void aMeasurementRunsInAJvmOfItsOwnAndItsFigureIsInTheTable() throws Exception {
        Report report = new Table(results, true, List.of(Measurement.THROUGHPUT)).run();

        String jdk = "jdk" + Runtime.version().feature();
        assertThat(results.resolve(jdk).resolve("ThroughputRatio.json"))
                .content()
                .contains("\"java\": \"" + System.getProperty("java.vm.version") + "\"");
        assertThat(results.resolve("table.md")).hasContent(report.table());
        assertThat(results.resolve("performance-" + jdk + ".svg")).exists();
        assertThat(report.table()
                        .lines()
                        .filter(line ->
                                line.startsWith("| Open connections, CPU for a byte, live against static: JSSE")))
                .singleElement()
                .asString()
                .contains("*static again ")
                .doesNotContain("not measured");
    }

    @ParameterizedTest
    @EnumSource
    void everyMeasurementIsFoundByItsName(Measurement measurement) {
        assertThat(Measurement.named(measurement.title())).contains(measurement);
        assertThat(measurement.arguments(false)).isPresent();
    }

    @Test
    void thoseThatAreNamedRunAndAllIfNoneIs() {
        assertThat(Table.wanted(List.of("LoadRatio", "ChainRatio")))
                .containsExactly(Measurement.LOAD, Measurement.CHAIN);
        assertThat(Table.wanted(List.of())).containsExactly(Measurement.values());
    }

    @Test
    void aNameThatIsNoMeasurementIsRefusedBeforeAnyRuns() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.main(List.of("quick", "ChainRation")))
                .withMessage("no measurement of the table: ChainRation");
    }
}
