package io.livetls.benchmarks.report;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a figure is found.
 *
 * @param measurement the benchmark's name, which is its file's
 * @param where what the members of its result are, or of all its measurement, such as the number of files
 * @param value the member that counts; its interval is in those of the same name with {@code Low} and {@code High}
 */
record Pick(String measurement, Map<String, String> where, String value) {

    /** The ratio of the one result of which this is true. */
    static Pick ratio(String measurement, String... namesAndValues) {
        return of(measurement, "ratio", namesAndValues);
    }

    static Pick of(String measurement, String value, String... namesAndValues) {
        Map<String, String> where = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            where.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Pick(measurement, where, value);
    }
}
