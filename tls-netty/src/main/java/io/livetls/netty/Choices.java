package io.livetls.netty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was set on a builder, to refuse a second setting of it by name. */
final class Choices {
    private final Map<String, String> made = new HashMap<>();

    void once(String setting, Object value) {
        String before = made.putIfAbsent(setting, value.toString());
        if (before != null) {
            throw new IllegalStateException(
                    setting + " was set twice: first " + before + ", then " + value + ". Set it once");
        }
    }

    static List<String> notEmpty(String setting, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException(
                    setting + ": none (expected: at least one; leave the call out for the default)");
        }
        return List.of(names);
    }
}
