package io.livetls.examples.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.livetls.testing.SecretVolume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server and client with variables alone, through a change of everything. */
class HelloTest {
    @TempDir
    private Path temporary;

    private final CertificateAuthority oldCa = CertificateAuthority.create("Old CA");
    private final CertificateAuthority newCa = CertificateAuthority.create("New CA");

    /** As cert-manager writes it by default: an RSA key in PKCS#1. */
    private static void write(SecretVolume volume, CertificateAuthority ca) {
        IssuedCertificate pair = ca.issue(leaf -> leaf.key(KeyAlgorithm.RSA_2048));
        String key = pair.traditionalPrivateKeyPem();
        assertThat(key).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        volume.update(Map.of(
                "tls.crt", pair.certificatePem().getBytes(StandardCharsets.UTF_8),
                "tls.key", key.getBytes(StandardCharsets.UTF_8),
                "ca.crt", ca.certificatePem().getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, String> variables(SecretVolume volume) {
        return Map.of(
                "MM_TLS_KEY_CERT_PATH", volume.file("tls.crt").toString(),
                "MM_TLS_PRIVATE_KEY_PATH", volume.file("tls.key").toString(),
                "MM_TLS_TRUST_CERT_PATH", volume.file("ca.crt").toString(),
                "MM_TLS_CLIENT_AUTH", "REQUIRE");
    }

    private static String call(LiveTls client, Server server) {
        ManagedChannel channel = HelloClient.connect(client, "localhost:" + server.getPort());
        try {
            return Hello.say(channel, "you");
        } finally {
            channel.shutdownNow();
        }
    }

    private static void reload(LiveTls... handles) {
        for (LiveTls tls : handles) {
            assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
            assertThat(tls.current().generation()).isEqualTo(2);
        }
    }

    @Test
    void theClientReachesTheServerBeforeAndAfterARotationAndAnOpenChannelGoesOn() throws Exception {
        try (SecretVolume volume = SecretVolume.create(temporary.resolve("secret"));
                SecretVolume old = SecretVolume.create(temporary.resolve("old"))) {
            write(volume, oldCa);
            write(old, oldCa);
            try (LiveTls serving = LiveTls.fromEnvironment(variables(volume), "");
                    LiveTls calling = LiveTls.fromEnvironment(variables(volume), "");
                    LiveTls left = LiveTls.fromEnvironment(variables(old), "")) {
                Server server = HelloServer.serve(serving, 0);
                ManagedChannel open = HelloClient.connect(calling, "localhost:" + server.getPort());
                try {
                    assertThat(Hello.say(open, "you")).isEqualTo("hello, you");
                    write(volume, newCa);
                    reload(serving, calling);
                    assertThat(Hello.say(open, "you again")).isEqualTo("hello, you again");
                    assertThat(call(calling, server)).isEqualTo("hello, you");
                    assertThatThrownBy(() -> call(left, server)).isInstanceOf(StatusRuntimeException.class);
                } finally {
                    open.shutdownNow();
                    server.shutdownNow().awaitTermination();
                }
            }
        }
    }
}
