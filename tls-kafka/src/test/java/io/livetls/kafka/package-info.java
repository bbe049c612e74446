@NullMarked
package io.livetls.kafka;

import org.jspecify.annotations.NullMarked;
