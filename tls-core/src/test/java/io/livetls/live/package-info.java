@NullMarked
package io.livetls.live;

import org.jspecify.annotations.NullMarked;
