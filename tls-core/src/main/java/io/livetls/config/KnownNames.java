package io.livetls.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what a misspelt variable may have meant. */
final class KnownNames {
    private KnownNames() {}

    /** The known name with the fewest letters to change. */
    static String nearest(String name, Collection<String> channels) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return candidates(wanted, channels).stream()
                .min(Comparator.comparingInt(known -> distance(wanted, known)))
                .orElseThrow();
    }

    private static List<String> candidates(String wanted, Collection<String> channels) {
        List<String> names = new ArrayList<>();
        for (Variable variable : Variable.values()) {
            names.add(variable.fullName());
            channels.forEach(channel -> names.add(variable.nameFor(channel)));
            String ending = "_" + variable.name();
            // A channel with one underscore only.
            if (wanted.endsWith(ending) && wanted.length() > ending.length() + Variable.PREFIX.length()) {
                names.add(variable.nameFor(
                        wanted.substring(Variable.PREFIX.length(), wanted.length() - ending.length())));
            }
        }
        return names;
    }

    /** After Levenshtein: letters to add, drop or exchange. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
