/** Tests over real sockets on the loopback interface. */
@NullMarked
package io.livetls.netty;

import org.jspecify.annotations.NullMarked;
