package io.livetls.live;

import io.livetls.material.MaterialException;

/** How a look at the sources ended. */
public sealed interface Outcome {

    /**
     * The generation that is current after the look.
     *
     * @return never null
     */
    Generation current();

    /**
     * New material took effect.
     *
     * @param previous the generation before
     * @param current the new one
     */
    record Updated(Generation previous, Generation current) implements Outcome {}

    /**
     * The sources give what is current already.
     *
     * @param current the generation that stays
     */
    record Unchanged(Generation current) implements Outcome {}

    /**
     * The sources can't be used; the last good generation stays.
     *
     * @param current the generation that stays
     * @param cause what is wrong
     */
    record Failed(Generation current, MaterialException cause) implements Outcome {}
}
