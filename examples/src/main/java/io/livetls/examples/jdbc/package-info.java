/** PostgreSQL with plain JDBC, with HikariCP, and as a Spring Boot service configures it. */
@NullMarked
package io.livetls.examples.jdbc;

import org.jspecify.annotations.NullMarked;
