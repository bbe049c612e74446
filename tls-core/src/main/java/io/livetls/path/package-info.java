/**
 * Hop by hop resolution of paths: which directory entries stand between a path and the file that it means. Reading
 * needs it, so that a key and a certificate come from one target of one link; watching needs it, to know every entry
 * whose replacement changes what a path means. Start with {@link io.livetls.path.PathResolver}.
 */
@NullMarked
package io.livetls.path;

import org.jspecify.annotations.NullMarked;
