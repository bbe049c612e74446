@NullMarked
package io.livetls.benchmarks.report;

import org.jspecify.annotations.NullMarked;
