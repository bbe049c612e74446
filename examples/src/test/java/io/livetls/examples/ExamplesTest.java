package io.livetls.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsServer;
import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.SecretVolume;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example server with its client, through a change of the certificate and its CA. */
class ExamplesTest {
    @TempDir
    private Path temporary;

    private final CertificateAuthority oldCa = CertificateAuthority.create("Old CA");
    private final CertificateAuthority newCa = CertificateAuthority.create("New CA");
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(console);
    }

    @Test
    void theNettyClientReachesTheNettyServerBeforeAndAfterARotation() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (SecretVolume volume = volume();
                LiveTls tls = server(volume)) {
            Channel server = NettyServer.serve(tls, loops, 0);
            String port = String.valueOf(((InetSocketAddress) server.localAddress()).getPort());
            NettyClient.main(new String[] {volume.path().toString(), "localhost", port});
            rotate(volume, tls);
            NettyClient.main(new String[] {volume.path().toString(), "localhost", port});
            server.close().sync();
        } finally {
            loops.shutdownGracefully().sync();
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("CN=first\nCN=second\n");
    }

    @Test
    void theJdksHttpClientReachesTheJdksHttpsServerBeforeAndAfterARotation() throws Exception {
        try (SecretVolume volume = volume();
                LiveTls tls = server(volume)) {
            HttpsServer server = JdkHttpsServer.serve(tls, 0);
            server.start();
            String uri = "https://localhost:" + server.getAddress().getPort() + "/";
            JdkHttpClient.main(new String[] {volume.path().toString(), uri});
            rotate(volume, tls);
            JdkHttpClient.main(new String[] {volume.path().toString(), uri});
            server.stop(0);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("hello\nhello\n");
    }

    private SecretVolume volume() {
        SecretVolume volume = SecretVolume.create(temporary.resolve("secret"));
        volume.update(oldCa.issue(leaf -> leaf.commonName("first").dns("localhost")), oldCa);
        return volume;
    }

    private static LiveTls server(SecretVolume volume) {
        return LiveTls.builder()
                .secretDirectory(volume.path())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
    }

    /** Everything is of another CA afterwards, so a server that didn't follow would refuse and be refused. */
    private void rotate(SecretVolume volume, LiveTls tls) {
        volume.update(newCa.issue(leaf -> leaf.commonName("second").dns("localhost")), newCa);
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
        assertThat(tls.current().generation()).isEqualTo(2);
    }
}
