/** A proxy that is a server of mutual TLS to the outside and a client of mutual TLS to the inside. */
@NullMarked
package io.livetls.examples.proxy;

import org.jspecify.annotations.NullMarked;
