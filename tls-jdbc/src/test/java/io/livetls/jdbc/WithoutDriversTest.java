package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.LiveTls;
import io.livetls.config.ChannelSettings;
import io.livetls.config.TlsEnvironment;
import io.livetls.testing.CertificateAuthority;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Drivers and pools are the user's: where they are missing, nothing asks for them. */
class WithoutDriversTest {
    @Test
    void asAModuleItIsThereWithoutAnyDriver() throws Exception {
        Configuration resolved = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(needed()), ModuleFinder.of(), Set.of("io.livetls.jdbc"));
        ClassLoader alone = ModuleLayer.boot()
                .defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader())
                .findLoader("io.livetls.jdbc");
        assertThatThrownBy(() -> alone.loadClass("org.mariadb.jdbc.Driver")).isInstanceOf(ClassNotFoundException.class);

        Class<?> adapter = alone.loadClass(JdbcTls.class.getName());
        assertThat(adapter.getModule().getName()).isEqualTo("io.livetls.jdbc");
        Object environment = alone.loadClass(TlsEnvironment.class.getName())
                .getMethod("of", Map.class)
                .invoke(
                        null,
                        Map.of(
                                "MM_TLS_ENABLED",
                                "true",
                                "MM_TLS_TRUST_CERT",
                                CertificateAuthority.create("Servers").certificatePem()));
        for (String database : new String[] {"postgresql", "mariadb", "mysql"}) {
            Object channel =
                    environment.getClass().getMethod("channel", String.class).invoke(environment, database);
            Object tls = adapter.getMethod(database, alone.loadClass(ChannelSettings.class.getName()))
                    .invoke(null, channel);
            try (AutoCloseable closing = (AutoCloseable) tls) {
                assertThat(closing.toString()).contains("verify-full");
                assertThat((Properties) tls.getClass().getMethod("properties").invoke(tls))
                        .hasSize(3);
            }
        }
    }

    /** What the core requires is there too, and nothing else of the class path. */
    private static Path[] needed() throws URISyntaxException {
        return Stream.concat(
                        Stream.of(placeOf(JdbcTls.class), placeOf(LiveTls.class)),
                        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                                .splitAsStream(System.getProperty("java.class.path"))
                                .map(Path::of)
                                .filter(entry -> entry.getFileName().toString().startsWith("bc")))
                .toArray(Path[]::new);
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
