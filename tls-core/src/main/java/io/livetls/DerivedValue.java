package io.livetls;

import io.livetls.live.Derivation;
import io.livetls.live.Generation;
import io.livetls.live.LiveMaterial;
import org.jspecify.annotations.Nullable;

/** An adapter's derivation as the machinery sees it. */
final class DerivedValue<T> implements Derived<T>, Derivation<T> {
    private final LiveMaterial live;
    private final TlsDerivation<T> derivation;

    DerivedValue(LiveMaterial live, TlsDerivation<T> derivation) {
        this.live = live;
        this.derivation = derivation;
    }

    @Override
    public T current() {
        return live.current().value(this);
    }

    @Override
    public void close() {
        live.release(this);
    }

    @Override
    public T derive(Generation next, @Nullable T previous) {
        return derivation.derive(TlsSnapshot.of(next), previous);
    }

    @Override
    public void retire(T value) {
        derivation.retire(value);
    }
}
