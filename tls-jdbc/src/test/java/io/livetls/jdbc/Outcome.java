package io.livetls.jdbc;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/** What can come of a connection. */
enum Outcome {
    TLS,
    PLAINTEXT,
    FAILS;

    /** One letter for each mode, in the order of the modes. */
    static Map<SslMode, Outcome> row(String letters) {
        Iterator<Outcome> outcomes = Arrays.stream(letters.split(" "))
                .map(letter -> switch (letter) {
                    case "T" -> TLS;
                    case "P" -> PLAINTEXT;
                    case "-" -> FAILS;
                    default -> throw new IllegalArgumentException(letter);
                })
                .iterator();
        Map<SslMode, Outcome> row = new EnumMap<>(SslMode.class);
        for (SslMode mode : SslMode.values()) {
            row.put(mode, outcomes.next());
        }
        return row;
    }
}
