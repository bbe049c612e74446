@NullMarked
package io.livetls.examine;

import org.jspecify.annotations.NullMarked;
