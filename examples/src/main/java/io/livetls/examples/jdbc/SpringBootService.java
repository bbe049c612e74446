package io.livetls.examples.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.livetls.config.TlsEnvironment;
import io.livetls.jdbc.DatabaseTls;
import io.livetls.jdbc.HikariTls;
import io.livetls.jdbc.JdbcTls;
import java.time.Duration;
import java.util.Map;

/**
 * What a Spring Boot service copies into a {@code @Configuration}: two beans, whose methods get {@code @Bean} there. Spring
 * closes them by their {@code close()} in the right order, the pool first. It configures everything by variables:
 *
 * <pre>
 *   MM_TLS_SECRET_DIR=/etc/tls
 *   MM_TLS_POSTGRES__SSLMODE=verify-full
 *   SPRING_DATASOURCE_URL=jdbc:postgresql://db.example.org/orders
 * </pre>
 *
 * <p>A service that can only set properties keeps a handle by the name {@code postgres} open (the first bean does) and
 * writes
 *
 * <pre>
 *   spring.datasource.hikari.data-source-properties.sslmode=verify-full
 *   spring.datasource.hikari.data-source-properties.sslfactory=io.livetls.jdbc.PostgresSocketFactory
 *   spring.datasource.hikari.data-source-properties.sslfactoryarg=postgres
 * </pre>
 */
public final class SpringBootService {
    private final Map<String, String> environment;

    /**
     * In a service Spring makes it.
     *
     * @param environment {@code System.getenv()}
     */
    public SpringBootService(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * A bean: what the variables say about TLS with the database, which may be that there is none.
     *
     * @return to be closed after the pool
     */
    public DatabaseTls databaseTls() {
        return JdbcTls.postgresql(TlsEnvironment.of(environment).channel("postgres"));
    }

    /**
     * A bean, in place of the one that Spring Boot makes.
     *
     * @param tls the bean above
     * @param url {@code spring.datasource.url}
     * @param user {@code spring.datasource.username}
     * @param password {@code spring.datasource.password}
     * @return the pool
     */
    public HikariDataSource dataSource(DatabaseTls tls, String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setDataSourceProperties(tls.properties());
        return tls.handle()
                .map(handle -> HikariTls.pool(handle, config, Duration.ofMinutes(5)))
                .orElseGet(() -> new HikariDataSource(config));
    }
}
