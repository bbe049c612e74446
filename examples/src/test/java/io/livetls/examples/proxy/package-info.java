@NullMarked
package io.livetls.examples.proxy;

import org.jspecify.annotations.NullMarked;
