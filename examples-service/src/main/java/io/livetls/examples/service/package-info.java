/**
 * A service with everything: an HTTPS API, a monitoring endpoint, PostgreSQL, RabbitMQ, Kafka and calls to a partner, all of
 * it configured by variables over one directory of certificates. {@link io.livetls.examples.service.Service} is what to copy
 * from; {@link io.livetls.examples.service.Runbook} runs it against real servers while every certificate is replaced.
 */
@NullMarked
package io.livetls.examples.service;

import org.jspecify.annotations.NullMarked;
