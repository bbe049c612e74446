@NullMarked
package io.livetls.material;

import org.jspecify.annotations.NullMarked;
