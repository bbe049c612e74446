/**
 * Configuration by {@code MM_TLS_*} variables: what each channel of a service is told, and by which variable. Reads and
 * explains; it opens nothing. Start with {@link io.livetls.config.TlsEnvironment}.
 */
@NullMarked
package io.livetls.config;

import org.jspecify.annotations.NullMarked;
