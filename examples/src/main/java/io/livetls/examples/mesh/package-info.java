/**
 * A mesh of pods that call each other all the time, and the ways in which they come to a new certificate. Start with
 * {@link io.livetls.examples.mesh.Mesh}.
 */
@NullMarked
package io.livetls.examples.mesh;

import org.jspecify.annotations.NullMarked;
