package io.livetls.examples.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.http.HttpTls;
import io.livetls.http.LiveHttpClient;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.SecretVolume;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.CertificatePinner;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each client against Netty's server, from one CA to another with an overlap, and to none that the server has. */
class HttpExamplesTest {
    private final CertificateAuthority oldCa = CertificateAuthority.create("Old CA");
    private final CertificateAuthority newCa = CertificateAuthority.create("New CA");
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @TempDir
    private Path directory;

    private SecretVolume serverVolume;
    private SecretVolume clientVolume;
    private LiveTls serving;
    private LiveTls calling;
    private Channel server;

    @BeforeEach
    void serve() throws InterruptedException {
        serverVolume = SecretVolume.create(directory.resolve("server"));
        clientVolume = SecretVolume.create(directory.resolve("client"));
        serverVolume.update(oldCa.issue(), oldCa);
        clientVolume.update(oldCa.issue(leaf -> leaf.commonName("first")), oldCa);
        serving = LiveTls.builder()
                .secretDirectory(serverVolume.path())
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        calling = LiveTls.builder().secretDirectory(clientVolume.path()).build();
        server = NettyHttpServer.serve(serving, loops, 0);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.close().sync();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        calling.close();
        serving.close();
    }

    interface Call {
        String get() throws Exception;
    }

    /** The server greets with the certificate of now at each step, and is sent nothing once it isn't trusted. */
    private void followsEverything(Call call) throws Exception {
        assertThat(call.get()).isEqualTo("CN=first");
        clientVolume.update(oldCa.issue(leaf -> leaf.commonName("second")), oldCa, newCa);
        reload(calling);
        assertThat(call.get()).isEqualTo("CN=second");
        serverVolume.update(newCa.issue(), oldCa, newCa);
        reload(serving);
        assertThat(call.get()).isEqualTo("CN=second");
        clientVolume.update(newCa.issue(leaf -> leaf.commonName("third")), newCa);
        reload(calling);
        assertThat(call.get()).isEqualTo("CN=third");
        clientVolume.update(newCa.issue(leaf -> leaf.commonName("third")), CertificateAuthority.create("Third CA"));
        reload(calling);
        assertThatThrownBy(call::get).hasStackTraceContaining("PKIX path building failed");
    }

    @Test
    void theLiveClientOfTheJdkFollowsByHttp2() throws Exception {
        try (LiveHttpClient client = HttpTls.client(calling)) {
            followsEverything(() -> get(client));
        }
    }

    @Test
    void aPlainClientOfTheJdkKeepsItsHttp2ConnectionThroughAChange() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(calling.sslContext()).build();
        assertThat(get(client)).isEqualTo("CN=first");
        clientVolume.update(oldCa.issue(leaf -> leaf.commonName("second")), newCa);
        reload(calling);
        assertThat(get(client)).isEqualTo("CN=first");
    }

    @Test
    void okHttpFollowsByHttp2() throws Exception {
        Supplier<OkHttpClient> client = OtherClients.okHttp(calling);
        followsEverything(() -> get(client.get()));
    }

    @Test
    void okHttpChecksPinsWithTheTrustOfNow() throws Exception {
        Supplier<OkHttpClient> client = OtherClients.okHttp(calling);
        clientVolume.update(oldCa.issue(leaf -> leaf.commonName("second")), newCa);
        reload(calling);
        serverVolume.update(newCa.issue(), oldCa);
        reload(serving);
        CertificatePinner pins = new CertificatePinner.Builder()
                .add("localhost", CertificatePinner.pin(newCa.certificate()))
                .build();
        OkHttpClient pinned = client.get().newBuilder().certificatePinner(pins).build();
        assertThat(get(pinned)).isEqualTo("CN=second");
    }

    @Test
    void apacheHttpClientFollows() throws Exception {
        try (CloseableHttpClient client = OtherClients.apache(calling, TimeValue.ofMinutes(5))) {
            followsEverything(() -> get(client));
        }
    }

    @Test
    void everyClientChecksTheHostAndNoneGetsInWithoutACertificate() throws Exception {
        try (LiveTls anybody = LiveTls.builder()
                        .trust(clientVolume.file("ca.crt").toString())
                        .build();
                LiveHttpClient jdk = HttpTls.client(anybody);
                CloseableHttpClient apache = OtherClients.apache(anybody, TimeValue.ofMinutes(5))) {
            OkHttpClient okHttp = OtherClients.okHttp(anybody).get();
            assertThatThrownBy(() -> get(jdk)).hasStackTraceContaining("certificate_required");
            // These write without reading, and may find the connection broken before they see the alert.
            assertThatThrownBy(() -> get(okHttp)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(apache)).isInstanceOf(IOException.class);
            serverVolume.update(oldCa.issue(leaf -> leaf.dns("elsewhere.example")), oldCa);
            reload(serving);
            String jsse = "No subject alternative DNS name matching localhost found";
            assertThatThrownBy(() -> get(jdk)).hasStackTraceContaining(jsse);
            assertThatThrownBy(() -> get(okHttp)).hasStackTraceContaining("Hostname localhost not verified");
            assertThatThrownBy(() -> get(apache)).hasStackTraceContaining(jsse);
        }
    }

    private String get(HttpClient client) throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(uri())).build(), BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return response.body();
    }

    private String get(OkHttpClient client) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(uri()).build()).execute()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
            return response.body().string();
        }
    }

    private String get(CloseableHttpClient client) throws IOException {
        return client.execute(new HttpGet(uri()), response -> EntityUtils.toString(response.getEntity()));
    }

    private String uri() {
        return "https://localhost:" + ((InetSocketAddress) server.localAddress()).getPort() + "/";
    }

    private static void reload(LiveTls tls) {
        assertThat(tls.reload()).isNotInstanceOf(ReloadResult.Failed.class);
    }
}
