/**
 * LiveTLS: one live TLS configuration for everything a service speaks TLS with. Start with
 * {@link io.livetls.LiveTls#builder()}.
 */
@NullMarked
package io.livetls;

import org.jspecify.annotations.NullMarked;
