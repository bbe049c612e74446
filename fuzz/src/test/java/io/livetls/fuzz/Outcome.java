package io.livetls.fuzz;

import io.livetls.material.MaterialException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt: a value, or an exception of ours. Everything else isn't caught, so it is a finding.
 *
 * @param value null for a refusal
 * @param refusal null for a value
 */
record Outcome<T>(@Nullable T value, @Nullable MaterialException refusal) {

    /** Tries twice: the same input must have the same outcome. The refusal must tell no secret. */
    static <T> Outcome<T> of(Supplier<T> attempt, Secrets secrets) {
        Outcome<T> first = once(attempt);
        Outcome<T> second = once(attempt);
        if (!first.text().equals(second.text())) {
            throw new AssertionError("not the same twice: " + first.text() + " and " + second.text());
        }
        if (first.refusal != null) {
            secrets.checkAbsentFrom(first.refusal);
        }
        return first;
    }

    private static <T> Outcome<T> once(Supplier<T> attempt) {
        try {
            return new Outcome<>(attempt.get(), null);
        } catch (MaterialException e) {
            if (e.problem() == null || e.getMessage() == null) {
                throw new AssertionError("an exception that says nothing", e);
            }
            return new Outcome<>(null, e);
        }
    }

    Optional<T> success() {
        return Optional.ofNullable(value);
    }

    private String text() {
        return refusal == null ? String.valueOf(value) : refusal.problem() + " " + refusal.getMessage();
    }
}
