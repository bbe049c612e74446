@NullMarked
package io.livetls;

import org.jspecify.annotations.NullMarked;
