@NullMarked
package io.livetls.examples.redis;

import org.jspecify.annotations.NullMarked;
