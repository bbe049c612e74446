package io.livetls.live;

import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registered derivations: makes their values for a candidate generation, all or none. Guarded by the handle's lock. */
final class Derivations {
    private static final Logger LOG = System.getLogger("io.livetls");

    private final List<Derivation<?>> registered = new ArrayList<>();

    <T> void add(Derivation<T> derivation, Generation current) {
        current.put(derivation, derivation.derive(current, null));
        registered.add(derivation);
    }

    <T> void remove(Derivation<T> derivation, Generation current) {
        if (registered.remove(derivation)) {
            T value = current.remove(derivation);
            if (value != null) {
                retire(derivation, value);
            }
        }
    }

    void removeAll(Generation current) {
        List.copyOf(registered).forEach(derivation -> remove(derivation, current));
    }

    /** Makes every value of the candidate; if one can't be made, those already made are retired again. */
    void prepare(Generation candidate, Generation current) {
        try {
            registered.forEach(derivation -> prepare(derivation, candidate, current));
        } catch (RuntimeException e) {
            retireAllBut(current, candidate);
            throw e instanceof MaterialException known ? known : refused(e);
        }
    }

    /** Retires the values of a generation, except those that another one uses too. */
    void retireAllBut(@Nullable Generation kept, Generation gone) {
        registered.forEach(derivation -> retireUnlessKept(derivation, kept, gone));
    }

    private static <T> void prepare(Derivation<T> derivation, Generation candidate, Generation current) {
        candidate.put(derivation, derivation.derive(candidate, current.valueOrNull(derivation)));
    }

    private static <T> void retireUnlessKept(Derivation<T> derivation, @Nullable Generation kept, Generation gone) {
        T value = gone.valueOrNull(derivation);
        if (value != null && (kept == null || kept.valueOrNull(derivation) != value)) {
            retire(derivation, value);
        }
    }

    private static <T> void retire(Derivation<T> derivation, T value) {
        try {
            derivation.retire(value);
        } catch (RuntimeException e) {
            // The new generation is in effect already; an old context that didn't go well doesn't change that.
            LOG.log(Level.WARNING, "A replaced TLS context could not be released", e);
        }
    }

    private static MaterialException refused(RuntimeException e) {
        return new MaterialException(
                Problem.REFUSED,
                null,
                "a TLS engine refused the material (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                "Use a key and certificates of an algorithm that the engine supports",
                e);
    }
}
