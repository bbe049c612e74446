@NullMarked
package io.livetls.examples.grpc;

import org.jspecify.annotations.NullMarked;
