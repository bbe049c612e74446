/** Kafka under rotation, and Kafka's own tools with a properties file. */
@NullMarked
package io.livetls.examples.kafka;

import org.jspecify.annotations.NullMarked;
