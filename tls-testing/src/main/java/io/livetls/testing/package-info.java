/** For tests: certificates that are made on the spot, and a directory that changes as a Kubernetes volume does. */
@NullMarked
package io.livetls.testing;

import org.jspecify.annotations.NullMarked;
