/** LiveTLS for JDBC: properties and factories that keep a driver's connections current, and pools that follow. */
module io.livetls.jdbc {
    requires transitive io.livetls.core;
    requires transitive java.sql;
    requires static com.zaxxer.hikari;
    requires static transitive org.jspecify;
    requires static org.mariadb.jdbc;

    exports io.livetls.jdbc;
}
