/** Tests of the test material. */
@NullMarked
package io.livetls.testing;

import org.jspecify.annotations.NullMarked;
