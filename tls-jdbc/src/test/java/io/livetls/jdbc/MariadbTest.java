package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A handle named {@code orders} and a MariaDB that both kinds of drivers connect to. */
abstract class MariadbTest {
    static final CertificateAuthority SERVERS = CertificateAuthority.create("Servers");
    static final CertificateAuthority CLIENTS = CertificateAuthority.create("Clients");
    static final IssuedCertificate LOCALHOST = SERVERS.issue(leaf -> leaf.dns("localhost"));
    static final IssuedCertificate CLIENT =
            CLIENTS.issue(leaf -> leaf.commonName("app").clientAuth());

    LiveTls tls;
    MariadbServer server;

    @BeforeEach
    void start() throws Exception {
        server = MariadbServer.with(LOCALHOST, CLIENTS);
        tls = client().name("orders").build();
    }

    @AfterEach
    void close() {
        tls.close();
    }

    static LiveTls.Builder client() {
        return LiveTls.builder().trustPem(SERVERS.certificatePem()).identity(CLIENT.privateKey(), CLIENT.chain());
    }

    /** Chain and name are checked, by the handle that is still to be named. */
    static String full(DriverLine line) {
        return line == DriverLine.MYSQL_9
                ? "?sslMode=VERIFY_IDENTITY&socketFactory=io.livetls.jdbc.MysqlSocketFactory"
                : "?sslMode=verify-full&tlsSocketType=livetls";
    }

    final Connection connect(DriverLine line, String host, String parameters) throws SQLException {
        return line.connect(line.url(host, server) + parameters, MariadbServer.SECURE, new Properties());
    }

    final String failure(DriverLine line, String host, String parameters) {
        Throwable failure = catchThrowable(() -> connect(line, host, parameters));
        assertThat(failure).isInstanceOf(SQLException.class);
        return Database.messages(failure);
    }

    static List<Class<?>> causes(Throwable thrown) {
        List<Class<?>> causes = new ArrayList<>();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            causes.add(each.getClass());
        }
        return causes;
    }
}
