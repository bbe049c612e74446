@NullMarked
package io.livetls.examples.amqp;

import org.jspecify.annotations.NullMarked;
