package io.livetls.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections as the tests' user. */
final class Database {
    private Database() {}

    static Connection connect(String url, Properties tls) throws SQLException {
        Properties all = new Properties();
        all.putAll(tls);
        all.setProperty("user", "app");
        all.setProperty("password", "secret");
        return DriverManager.getConnection(url, all);
    }

    static Connection connect(String url) throws SQLException {
        return connect(url, new Properties());
    }

    /** The messages of an exception and of all its causes. */
    static String messages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            all.append(each).append('\n');
        }
        return all.toString();
    }
}
