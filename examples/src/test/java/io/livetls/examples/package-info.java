@NullMarked
package io.livetls.examples;

import org.jspecify.annotations.NullMarked;
