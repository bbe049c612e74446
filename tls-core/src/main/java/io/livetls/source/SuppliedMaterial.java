package io.livetls.source;

import io.livetls.material.Material;
import java.util.Objects;
import java.util.function.Supplier;

/** Material of the program itself: constant, or asked for anew at each look, as a client of a secret store gives it. */
public final class SuppliedMaterial implements MaterialSource {
    private final Supplier<Material> supplier;
    private final boolean dynamic;

    private SuppliedMaterial(Supplier<Material> supplier, boolean dynamic) {
        this.supplier = supplier;
        this.dynamic = dynamic;
    }

    /**
     * Material that never changes.
     *
     * @param material given by the program
     * @return the source
     */
    public static SuppliedMaterial constant(Material material) {
        return new SuppliedMaterial(() -> material, false);
    }

    /**
     * Material that is asked for at each look.
     *
     * @param supplier called by one thread at a time; what it throws fails that reload
     * @return the source
     */
    public static SuppliedMaterial asked(Supplier<Material> supplier) {
        return new SuppliedMaterial(supplier, true);
    }

    @Override
    public boolean isDynamic() {
        return dynamic;
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        return Objects.requireNonNull(supplier.get(), "the supplier of material returned null");
    }

    @Override
    public String chainOrigin() {
        return "certificate";
    }
}
