package io.livetls.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Enough JSON for results: objects of texts, numbers, lists and objects. */
final class Json {
    private final Map<String, Object> members = new LinkedHashMap<>();

    private Json() {}

    static Json object() {
        return new Json();
    }

    Json put(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** The median of the rounds' ratios, and its confidence interval. */
    Json putRatio(double[] ratios) {
        return put("ratio", Medians.of(ratios))
                .put("ratioLow", Medians.low(ratios))
                .put("ratioHigh", Medians.high(ratios));
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> text(member.getKey()) + ": " + text(member.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String text(Object value) {
        if (value instanceof Iterable<?> list) {
            StringBuilder text = new StringBuilder("[");
            for (Object each : list) {
                text.append(text.length() == 1 ? "\n  " : ",\n  ").append(text(each));
            }
            return text.append(']').toString();
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? String.format(Locale.ROOT, "%.3f", number) : "null";
        }
        if (value instanceof Number || value instanceof Json) {
            return value.toString();
        }
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
