package io.livetls.benchmarks.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The results of one JDK, a file for each benchmark. Immutable. */
final class Measurements {
    private static final String ENDING = ".json";

    private final String jdk;
    private final Map<String, JsonObject> byName;

    private Measurements(String jdk, Map<String, JsonObject> byName) {
        this.jdk = jdk;
        this.byName = byName;
    }

    /** Reads a directory that is named as its JDK, such as {@code jdk17}. */
    static Measurements read(Path directory) throws IOException {
        Map<String, JsonObject> byName = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each :
                    files.filter(file -> file.toString().endsWith(ENDING)).toList()) {
                String name = each.getFileName().toString().replace(ENDING, "");
                byName.put(name, JsonParser.parseString(Files.readString(each)).getAsJsonObject());
            }
        }
        return new Measurements(String.valueOf(directory.getFileName()), byName);
    }

    /** Such as {@code jdk17}. */
    String jdk() {
        return jdk;
    }

    int feature() {
        return Integer.parseInt(jdk.substring("jdk".length()));
    }

    /** Of which JVM, processors and days they are. */
    String origin() {
        return String.join(", ", distinct("java")) + "; processors: " + String.join(", ", distinct("processors"))
                + "; measured " + String.join(", ", distinct("measured"));
    }

    private List<String> distinct(String member) {
        return byName.values().stream()
                .map(each -> each.get(member))
                .filter(value -> value != null)
                .map(JsonElement::getAsString)
                .distinct()
                .sorted()
                .toList();
    }

    /** Null if it wasn't measured. */
    @Nullable Figure find(Pick pick) {
        JsonObject measurement = byName.get(pick.measurement());
        if (measurement == null) {
            return null;
        }
        return measurement.asMap().values().stream()
                .filter(JsonElement::isJsonArray)
                .flatMap(list -> list.getAsJsonArray().asList().stream())
                .map(JsonElement::getAsJsonObject)
                .filter(result -> pick.where().entrySet().stream()
                        .allMatch(wanted -> wanted.getValue()
                                .equals(text(result.has(wanted.getKey()) ? result : measurement, wanted.getKey()))))
                .findFirst()
                .map(result -> new Figure(
                        number(result, pick.value()),
                        number(result, pick.value() + "Low"),
                        number(result, pick.value() + "High"),
                        number(result, "bytes")))
                .orElse(null);
    }

    private static @Nullable String text(JsonObject result, String member) {
        JsonElement value = result.get(member);
        return value == null || !value.isJsonPrimitive() ? null : value.getAsString();
    }

    private static double number(JsonObject result, String member) {
        JsonElement value = result.get(member);
        return value == null ? Double.NaN : value.getAsDouble();
    }
}
