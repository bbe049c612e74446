package io.livetls.soak;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * How many objects are alive, by class, after a full collection.
 *
 * @param instances of the library's classes, and of those that hold TLS state for it
 * @param bytes of the whole heap
 */
record HeapCensus(Map<String, Long> instances, long bytes) {
    private static final List<String> COUNTED = List.of("io.livetls.", "io.netty.handler.ssl.", "sun.security.ssl.");
    private static final List<String> NOT_COUNTED = List.of("io.livetls.soak.", "io.livetls.testing.");

    static HeapCensus take() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return parse(histogram);
        } catch (JMException e) {
            throw new IllegalStateException("this JVM has no class histogram", e);
        }
    }

    /** Lines such as {@code 12: 345 6789 java.lang.String (java.base@17)}, and one with the total. */
    private static HeapCensus parse(String histogram) {
        Map<String, Long> instances = new TreeMap<>();
        long bytes = 0;
        for (String line : histogram.split("\n", -1)) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length >= 3 && columns[0].equals("Total")) {
                bytes = Long.parseLong(columns[2]);
            } else if (columns.length >= 4 && isCounted(columns[3])) {
                instances.put(columns[3], Long.parseLong(columns[1]));
            }
        }
        return new HeapCensus(instances, bytes);
    }

    private static boolean isCounted(String type) {
        return COUNTED.stream().anyMatch(type::startsWith)
                && NOT_COUNTED.stream().noneMatch(type::startsWith);
    }

    /** The classes with more instances than allowed for as many as there were before. */
    Map<String, String> moreThan(HeapCensus before, LongUnaryOperator allowed) {
        return instances.entrySet().stream()
                .filter(type -> type.getValue() > allowed.applyAsLong(before.of(type.getKey())))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        type -> before.of(type.getKey()) + " before, " + type.getValue() + " now",
                        (one, other) -> one,
                        TreeMap::new));
    }

    long of(String type) {
        return instances.getOrDefault(type, 0L);
    }
}
