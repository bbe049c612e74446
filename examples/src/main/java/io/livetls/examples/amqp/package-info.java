/** RabbitMQ: a program that logs in by certificate and keeps its connection through every change. */
@NullMarked
package io.livetls.examples.amqp;

import org.jspecify.annotations.NullMarked;
