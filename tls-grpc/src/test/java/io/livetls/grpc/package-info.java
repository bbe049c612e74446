/** Real gRPC servers and channels over loopback. */
@NullMarked
package io.livetls.grpc;

import org.jspecify.annotations.NullMarked;
