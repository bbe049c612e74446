/**
 * LiveTLS for databases. Start with {@link io.livetls.jdbc.JdbcTls}; {@link io.livetls.jdbc.SslMode} says what each mode
 * protects from, and {@link io.livetls.jdbc.HikariTls} lets a pool follow.
 */
@NullMarked
package io.livetls.jdbc;

import org.jspecify.annotations.NullMarked;
