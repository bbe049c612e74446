@NullMarked
package io.livetls.examples.demo;

import org.jspecify.annotations.NullMarked;
