/**
 * Checks of a certificate when it is loaded: what is expected of it, and what is found. Start with
 * {@link io.livetls.check.Checks}.
 */
@NullMarked
package io.livetls.check;

import org.jspecify.annotations.NullMarked;
