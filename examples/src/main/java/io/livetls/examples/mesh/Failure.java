package io.livetls.examples.mesh;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a failed call has to say: the reason is in the causes, which a status alone doesn't show. */
final class Failure {
    private Failure() {}

    static String of(Throwable failed) {
        List<String> sentences = new ArrayList<>();
        for (@Nullable Throwable next = failed; next != null; next = next.getCause()) {
            String message = next.getMessage();
            if (message != null && !sentences.contains(message)) {
                sentences.add(message);
            }
        }
        return String.join(" <- ", sentences).replaceAll("\\s+", " ");
    }
}
