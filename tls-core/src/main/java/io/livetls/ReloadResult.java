package io.livetls;

import io.livetls.material.MaterialException;

/** What came of a reload. Whatever it is, {@link #current()} is what new connections use. */
public sealed interface ReloadResult {

    /**
     * The snapshot that is current after the reload.
     *
     * @return never null
     */
    TlsSnapshot current();

    /**
     * New material took effect.
     *
     * @param previous the snapshot before
     * @param current the new one
     */
    record Updated(TlsSnapshot previous, TlsSnapshot current) implements ReloadResult {}

    /**
     * The sources give what is current already. Told to listeners only after a {@link Failed}: the fault is gone.
     *
     * @param current the snapshot that stays
     */
    record Unchanged(TlsSnapshot current) implements ReloadResult {}

    /**
     * The sources can't be used; the last good snapshot stays, and the reload is tried again by itself.
     *
     * @param current the snapshot that stays
     * @param cause what is wrong, where, and what to do
     */
    record Failed(TlsSnapshot current, MaterialException cause) implements ReloadResult {}
}
