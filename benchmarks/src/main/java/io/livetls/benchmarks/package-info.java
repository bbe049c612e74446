/**
 * What it costs to be live: handshakes against static contexts, and the time from a change on disk to the first handshake
 * that shows it. Start with {@link io.livetls.benchmarks.Benchmarks}.
 */
@NullMarked
package io.livetls.benchmarks;

import org.jspecify.annotations.NullMarked;
