@NullMarked
package io.livetls.check;

import org.jspecify.annotations.NullMarked;
