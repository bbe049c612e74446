package io.livetls.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A driver as a data source: the drivers' own take no properties, and one of the drivers isn't on the class path. */
record DriverDataSource(DriverLine line, String url, Properties properties) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
        return line.connect(url, MariadbServer.SECURE, properties);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return line.connect(url, username, properties);
    }

    @Override
    public PrintWriter getLogWriter() {
        return new PrintWriter(PrintWriter.nullWriter());
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("this wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
