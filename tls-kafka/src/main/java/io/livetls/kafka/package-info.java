/**
 * LiveTLS for Kafka: an {@code SslEngineFactory} for clients and brokers whose connections always take the current key,
 * certificate and trust. Start with {@link io.livetls.kafka.KafkaTls} in a program, and with
 * {@link io.livetls.kafka.LiveTlsEngineFactory} in a properties file.
 */
@NullMarked
package io.livetls.kafka;

import org.jspecify.annotations.NullMarked;
