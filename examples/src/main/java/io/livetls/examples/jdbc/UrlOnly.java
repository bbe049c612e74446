package io.livetls.examples.jdbc;

import io.livetls.LiveTls;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A service that is given nothing but a URL, and says nothing about TLS to its driver. The handle's name stands in the URL:
 *
 * <pre>
 * jdbc:mariadb://db/orders?sslMode=verify-full&amp;tlsSocketType=livetls&amp;livetls=orders
 * jdbc:mysql://db/orders?sslMode=VERIFY_IDENTITY&amp;socketFactory=io.livetls.jdbc.MysqlSocketFactory&amp;livetls=orders
 * jdbc:postgresql://db/orders?sslmode=verify-full&amp;sslfactory=io.livetls.jdbc.PostgresSocketFactory&amp;sslfactoryarg=orders
 * </pre>
 */
public final class UrlOnly {
    private UrlOnly() {}

    /**
     * Prints what it is connected to.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, a URL as above, user and password
     * @throws SQLException if there is no connection
     */
    public static void main(String[] args) throws SQLException {
        // Open for as long as connections are made: in a service, from its start to its end.
        try (LiveTls orders = LiveTls.builder()
                        .name("orders")
                        .secretDirectory(Path.of(args[0]))
                        .build();
                Connection connection = DriverManager.getConnection(args[1], args[2], args[3])) {
            System.out.println(connection.getMetaData().getDatabaseProductName() + ", " + orders);
        }
    }
}
