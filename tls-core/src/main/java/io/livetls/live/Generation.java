package io.livetls.live;

import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.SessionTicketKeys;
import io.livetls.material.TrustAnchors;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Identity, trust and session ticket keys that took effect together, and what was derived from them. The values that derivations made are
 * reached through it, so one volatile read gives a consistent whole.
 */
public final class Generation {
    private final long number;
    private final long trustNumber;
    private final Material material;
    private final Instant loadedAt;
    private final Map<Derivation<?>, Object> derived = new ConcurrentHashMap<>();

    Generation(long number, long trustNumber, Material material, Instant loadedAt) {
        this.number = number;
        this.trustNumber = trustNumber;
        this.material = material;
        this.loadedAt = loadedAt;
    }

    /** The first generation of a handle. */
    static Generation first(Material material, Instant loadedAt) {
        return new Generation(1, 1, material, loadedAt);
    }

    /** The generation after this one. What didn't change keeps its object, and trust its number. */
    Generation next(Material loaded, Instant at) {
        boolean sameTrust = Objects.equals(loaded.trust(), trust());
        boolean sameIdentity = Objects.equals(loaded.identity(), identity());
        Material merged = new Material(
                sameIdentity ? identity() : loaded.identity(),
                sameTrust ? trust() : loaded.trust(),
                loaded.sessionTicketKeys());
        return new Generation(number + 1, sameTrust ? trustNumber : number + 1, merged, at);
    }

    /**
     * Counts generations.
     *
     * @return from 1 upwards
     */
    public long number() {
        return number;
    }

    /**
     * The generation in which trust last changed.
     *
     * @return at most {@link #number()}
     */
    public long trustNumber() {
        return trustNumber;
    }

    /**
     * The key and chain.
     *
     * @return null if the handle has none
     */
    public @Nullable Identity identity() {
        return material.identity();
    }

    /**
     * The trust anchors.
     *
     * @return null if the handle has none
     */
    public @Nullable TrustAnchors trust() {
        return material.trust();
    }

    /**
     * The keys for session tickets that several processes share.
     *
     * @return null if the handle has none
     */
    public @Nullable SessionTicketKeys sessionTicketKeys() {
        return material.sessionTicketKeys();
    }

    Material material() {
        return material;
    }

    /**
     * When it was loaded.
     *
     * @return by the handle's clock
     */
    public Instant loadedAt() {
        return loadedAt;
    }

    /**
     * What a derivation made for this generation.
     *
     * @param derivation a registered one
     * @return its value
     * @param <T> the value's type
     * @throws IllegalStateException if the derivation isn't registered any more
     */
    @SuppressWarnings("unchecked") // only put() writes, with the derivation's own value
    public <T> T value(Derivation<T> derivation) {
        Object value = derived.get(derivation);
        if (value == null) {
            throw new IllegalStateException("this handle, or this view of it, is closed");
        }
        return (T) value;
    }

    @SuppressWarnings("unchecked") // see value()
    <T> @Nullable T valueOrNull(Derivation<T> derivation) {
        return (T) derived.get(derivation);
    }

    <T> void put(Derivation<T> derivation, T value) {
        derived.put(derivation, value);
    }

    @SuppressWarnings("unchecked") // see value()
    <T> @Nullable T remove(Derivation<T> derivation) {
        return (T) derived.remove(derivation);
    }

    @Override
    public String toString() {
        String presented = identity() == null ? "no identity" : identity().toString();
        String trusted = trust() == null ? "no trust" : trust().toString();
        String shared = sessionTicketKeys() == null ? "" : ", " + sessionTicketKeys();
        return "generation " + number + " (" + presented + ", " + trusted + shared + ")";
    }
}
