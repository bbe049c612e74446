package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.netty.Client.Connection;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SniTest {
    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final IssuedCertificate api = root.issue(leaf -> leaf.dns("api.example.org"));
    private final IssuedCertificate wild = root.issue(leaf -> leaf.dns("*.example.org"));
    private final IssuedCertificate other = root.issue(leaf -> leaf.dns("other.test", "localhost"));

    private static EchoServer serving(SniTls names) {
        return EchoServer.of(channel -> names.newHandler());
    }

    /** Asks for a name and takes whatever certificate comes. */
    private Client asking(String... names) {
        return JdkClient.of(root, null, parameters -> {
            parameters.setServerNames(
                    Stream.of(names).<SNIServerName>map(SNIHostName::new).toList());
            parameters.setEndpointIdentificationAlgorithm(null);
        });
    }

    @ParameterizedTest
    @EnumSource(NettyEngine.class)
    void eachNameIsServedWithItsOwnHandle(NettyEngine engine) throws IOException {
        try (Rotating apiTls = Rotating.of(material(api));
                Rotating wildTls = Rotating.of(material(wild));
                SniTls names = NettyTls.sni()
                        .options(context -> context.engine(engine))
                        .host("api.example.org", apiTls.tls())
                        .host("*.example.org", wildTls.tls())
                        .strict();
                EchoServer echo = serving(names);
                Client client = JdkClient.of(root, null, "TLSv1.3")) {
            try (Connection exact = client.connect("api.example.org", echo.port())) {
                assertThat(exact.serverCertificate()).isEqualTo(api.certificate());
            }
            try (Connection wildcard = client.connect("www.example.org", echo.port())) {
                assertThat(wildcard.serverCertificate()).isEqualTo(wild.certificate());
            }

            IssuedCertificate renewed = root.rekey(api);
            apiTls.rotateTo(material(renewed));

            try (Client fresh = JdkClient.of(root, null, "TLSv1.3");
                    Connection after = fresh.connect("api.example.org", echo.port())) {
                assertThat(after.serverCertificate()).isEqualTo(renewed.certificate());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.test", "a.b.example.org", "example.org"})
    void strictRefusesOtherNamesWithTheAlertUnrecognizedName(String name) throws Exception {
        try (Rotating tls = Rotating.of(material(wild));
                SniTls names = NettyTls.sni().host("*.example.org", tls.tls()).strict();
                EchoServer echo = serving(names);
                Client client = asking(name)) {
            assertThatThrownBy(() -> client.connect(echo.port())).hasMessageContaining("unrecognized_name");

            assertThat(echo.nextFailure())
                    .isInstanceOf(DecoderException.class)
                    .hasStackTraceContaining(
                            "the client asked for the host name \"" + name + "\", which isn't served here");
        }
    }

    @Test
    void strictRefusesClientsThatAskForNoName() throws Exception {
        try (Rotating tls = Rotating.of(material(wild));
                SniTls names = NettyTls.sni().host("*.example.org", tls.tls()).strict();
                EchoServer echo = serving(names);
                Client client = asking()) {
            assertThatThrownBy(() -> client.connect("127.0.0.1", echo.port()))
                    .hasMessageContaining("unrecognized_name");

            assertThat(echo.nextFailure())
                    .hasStackTraceContaining("the client asked for no host name (SNI), and there is no default");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.test", "a.b.example.org", ""})
    void theDefaultServesOtherNamesAndNone(String name) throws IOException {
        try (Rotating wildTls = Rotating.of(material(wild));
                Rotating otherTls = Rotating.of(material(other));
                SniTls names =
                        NettyTls.sni().host("*.example.org", wildTls.tls()).defaultTo(otherTls.tls());
                EchoServer echo = serving(names);
                Client client = name.isEmpty() ? asking() : asking(name);
                Connection connection = client.connect("127.0.0.1", echo.port())) {
            assertThat(connection.serverCertificate()).isEqualTo(other.certificate());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.org, api.example.org, true",
        "API.Example.ORG, api.example.org, true",
        "api.example.org, API.EXAMPLE.ORG, true",
        "api.example.org., api.example.org, true",
        "api.example.org, api.example.org., true",
        "bücher.example, xn--bcher-kva.example, true",
        "xn--bcher-kva.example, xn--bcher-kva.example, true",
        "*.bücher.example, www.xn--bcher-kva.example, true",
        "*.example.org, www.example.org, true",
        "*.Example.org., WWW.example.org, true",
        "*.example.org, a.b.example.org, false",
        "*.example.org, example.org, false",
        "*.example.org, .example.org, false",
        "*.example.org, www.example.org.evil.test, false",
        "api.example.org, www.example.org, false",
        "api.example.org, api.example.org.., false",
        "api.example.org, '', false",
    })
    void namesCompareAsDnsDoesAndAWildcardIsOneLabel(String pattern, String asked, boolean matches) {
        ServerNames<String> names = new ServerNames<>();
        names.add(pattern, "it");

        assertThat(names.find(asked)).isEqualTo(matches ? "it" : null);
    }

    @Test
    void anExactNameComesBeforeAWildcard() {
        ServerNames<String> names = new ServerNames<>();
        names.add("*.example.org", "wildcard");
        names.add("api.example.org", "exact");

        assertThat(names.find("api.example.org")).isEqualTo("exact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*.", "a.*.example.org", "w*.example.org", "*.*.org", "a b.example.org", "a..b"})
    void whatIsNoHostNameIsRefused(String pattern) {
        assertThatThrownBy(() -> new ServerNames<String>().add(pattern, "it"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("host: " + pattern + " (expected: a host name, or one whose whole left-most label is a"
                        + " wildcard, as *.example.org)");
    }

    @Test
    void aNameThatIsGivenTwiceIsRefused() {
        try (Rotating tls = Rotating.of(material(wild))) {
            SniTls.Builder builder =
                    NettyTls.sni().host("*.example.org", tls.tls()).host("*.EXAMPLE.org.", tls.tls());

            assertThatThrownBy(builder::strict)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("host(\"*.EXAMPLE.org.\") was given twice. Give each name once");
        }
    }

    @Test
    void strictWithoutNamesIsRefused() {
        assertThatThrownBy(() -> NettyTls.sni().strict())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("strict() without a host(...) would refuse every client: add one");
    }
}
