@NullMarked
package io.livetls.examples.channels;

import org.jspecify.annotations.NullMarked;
