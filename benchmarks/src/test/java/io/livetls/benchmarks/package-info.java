@NullMarked
package io.livetls.benchmarks;

import org.jspecify.annotations.NullMarked;
