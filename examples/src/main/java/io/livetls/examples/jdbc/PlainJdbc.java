package io.livetls.examples.jdbc;

import io.livetls.LiveTls;
import io.livetls.jdbc.JdbcTls;
import io.livetls.jdbc.SslMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** One connection to PostgreSQL, by {@code verify-full} and with a client certificate. */
public final class PlainJdbc {
    private PlainJdbc() {}

    /**
     * Prints whom the server takes this client for.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, a {@code jdbc:postgresql:} URL, user and password
     * @throws SQLException if there is no connection
     */
    public static void main(String[] args) throws SQLException {
        try (LiveTls tls = LiveTls.builder().secretDirectory(Path.of(args[0])).build()) {
            // Once; each new connection is current. The URL is given so that it can't switch TLS off unnoticed.
            Properties properties = JdbcTls.postgresql(tls, SslMode.VERIFY_FULL, args[1]);
            properties.setProperty("user", args[2]);
            properties.setProperty("password", args[3]);
            try (Connection connection = DriverManager.getConnection(args[1], properties);
                    Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery("select client_dn from pg_stat_ssl where pid = pg_backend_pid()")) {
                result.next();
                System.out.println(result.getString(1));
            }
        }
    }
}
