/**
 * An engine over another one, {@link io.livetls.engine.ForwardingEngine}, for the core and for adapters whose frameworks
 * need an engine that differs in one thing. Only modules of this library see it.
 */
@NullMarked
package io.livetls.engine;

import org.jspecify.annotations.NullMarked;
