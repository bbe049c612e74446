@NullMarked
package io.livetls.jsse;

import org.jspecify.annotations.NullMarked;
