/** gRPC with mutual TLS that is configured by {@code MM_TLS_*} variables alone. */
@NullMarked
package io.livetls.examples.grpc;

import org.jspecify.annotations.NullMarked;
