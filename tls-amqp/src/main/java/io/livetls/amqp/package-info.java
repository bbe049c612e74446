/** LiveTLS for RabbitMQ. Start with {@link io.livetls.amqp.AmqpTls}. */
@NullMarked
package io.livetls.amqp;

import org.jspecify.annotations.NullMarked;
