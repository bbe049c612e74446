/** Makes a self-signed pair where there is none, and keeps it on disk. */
@NullMarked
package io.livetls.generate;

import org.jspecify.annotations.NullMarked;
