@NullMarked
package io.livetls.examples.kafka;

import org.jspecify.annotations.NullMarked;
