package io.livetls.examples.mesh;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a pod has loaded, as fingerprints.
 *
 * @param own the certificate that it presents
 * @param trusted the certificates that it trusts
 */
record Loaded(String own, Set<String> trusted) {
    Loaded {
        trusted = Set.copyOf(trusted);
    }

    /** {@code loaded OWN TRUSTED...} */
    static Loaded parse(String line) {
        String[] words = line.split(" ", -1);
        return new Loaded(words[1], new TreeSet<>(Arrays.asList(words).subList(2, words.length)));
    }
}
