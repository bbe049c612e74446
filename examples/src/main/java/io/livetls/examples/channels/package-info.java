/** A service with several gRPC channels, each with a certificate and a choice of mutual TLS of its own. */
@NullMarked
package io.livetls.examples.channels;

import org.jspecify.annotations.NullMarked;
