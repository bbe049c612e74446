/** Tests that the documents say what works. */
@NullMarked
package io.livetls.examples.documentation;

import org.jspecify.annotations.NullMarked;
