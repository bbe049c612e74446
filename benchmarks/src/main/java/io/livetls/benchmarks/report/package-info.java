/** The table of docs/performance.md and its plot, made of the results that benchmarks have left as JSON. */
@NullMarked
package io.livetls.benchmarks.report;

import org.jspecify.annotations.NullMarked;
