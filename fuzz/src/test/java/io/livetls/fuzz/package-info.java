/** Fuzz targets. */
@NullMarked
package io.livetls.fuzz;

import org.jspecify.annotations.NullMarked;
