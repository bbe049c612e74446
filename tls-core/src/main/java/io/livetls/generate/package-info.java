/** Makes a self-signed pair where there is none, and keeps it on disk. Start with {@link io.livetls.generate.GeneratedPair}. */
@NullMarked
package io.livetls.generate;

import org.jspecify.annotations.NullMarked;
