package io.livetls.jdbc;

import io.livetls.LiveTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Enumeration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** The drivers that speak to a MariaDB. */
enum DriverLine {
    MARIADB_3_5("jdbc:mariadb:", "org.mariadb.jdbc.Driver") {
        @Override
        Properties properties(LiveTls tls, SslMode mode) {
            return JdbcTls.mariadb(tls, mode);
        }
    },

    /** With class loaders as an application server has them: its classes are others than the tests'. */
    MARIADB_4_0("jdbc:mariadb:", "org.mariadb.jdbc.Driver") {
        @Override
        Properties properties(LiveTls tls, SslMode mode) {
            return JdbcTls.mariadb(tls, mode);
        }

        @Override
        Driver load() throws ReflectiveOperationException {
            return load(new OwnClasses(Path.of("target", "drivers", "mariadb-next.jar")));
        }
    },

    MYSQL_9("jdbc:mysql:", "com.mysql.cj.jdbc.Driver") {
        @Override
        Properties properties(LiveTls tls, SslMode mode) {
            return JdbcTls.mysql(tls, mode);
        }
    };

    private final String scheme;
    private final String driverClass;

    private static final Map<DriverLine, Driver> LOADED = new ConcurrentHashMap<>();

    DriverLine(String scheme, String driverClass) {
        this.scheme = scheme;
        this.driverClass = driverClass;
    }

    abstract Properties properties(LiveTls tls, SslMode mode);

    Driver load() throws ReflectiveOperationException {
        return load(DriverLine.class.getClassLoader());
    }

    Driver load(ClassLoader loader) throws ReflectiveOperationException {
        return Class.forName(driverClass, true, loader)
                .asSubclass(Driver.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    /** Whether the driver has a mode; MariaDB's lack two, MySQL's one. */
    boolean has(SslMode mode) {
        return (this == MYSQL_9 ? Dialect.MYSQL : Dialect.MARIADB).has(mode);
    }

    Driver driver() {
        return LOADED.computeIfAbsent(this, line -> {
            try {
                return line.load();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    String url(String host, MariadbServer server) {
        return scheme + "//" + host + ":" + server.port() + "/orders";
    }

    Connection connect(String url, String user, Properties tls) throws SQLException {
        Properties all = new Properties();
        all.putAll(tls);
        all.setProperty("user", user);
        all.setProperty("password", "secret");
        return driver().connect(url, all);
    }

    /** A driver, and the adapter's classes that are linked to it. What isn't here is the tests'. */
    private static final class OwnClasses extends URLClassLoader {
        OwnClasses(Path driver) {
            super(new URL[] {url(driver), url(Path.of("target", "classes"))}, OwnClasses.class.getClassLoader());
            if (!Files.exists(driver)) {
                throw new IllegalStateException(driver.toAbsolutePath() + " isn't there: mvn process-test-resources");
            }
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.mariadb.") && !name.startsWith("io.livetls.jdbc.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return findResources(name);
        }
    }
}
