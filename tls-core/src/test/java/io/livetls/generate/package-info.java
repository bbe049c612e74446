@NullMarked
package io.livetls.generate;

import org.jspecify.annotations.NullMarked;
