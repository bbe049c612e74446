@NullMarked
package io.livetls.source;

import org.jspecify.annotations.NullMarked;
