package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine of a live context, held against what the JDK's own does. */
class LateBoundEngineTest {
    private final CertificateAuthority ca = CertificateAuthority.create("CA");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasClosedBeforeItBeganStaysClosed(boolean client) throws Exception {
        try (Rotating live = new Rotating(ClientAuth.NONE, ca.issue(), ca)) {
            for (SSLContext context :
                    List.of(SSLContext.getDefault(), live.tls().sslContext())) {
                ByteBuffer out = ByteBuffer.allocate(1 << 15);
                SSLEngine engine = context.createSSLEngine("localhost", 4433);
                engine.setUseClientMode(client);
                engine.closeOutbound();
                assertThat(engine.wrap(ByteBuffer.allocate(0), out).getStatus())
                        .isEqualTo(SSLEngineResult.Status.CLOSED);
                assertThat(engine.isOutboundDone()).isTrue();
                assertThat(out.position()).isZero();
            }
        }
    }

    @Test
    void theConfigurationOfTheDraftIsThatOfTheConnection() throws Exception {
        try (Rotating live = new Rotating(ClientAuth.NONE, ca.issue(), ca)) {
            SSLEngine engine = live.tls().sslContext().createSSLEngine("localhost", 4433);
            engine.setUseClientMode(true);
            SSLParameters set = engine.getSSLParameters();
            set.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            set.setServerNames(List.of(new SNIHostName("service.example")));
            set.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("service[.]example")));
            set.setEndpointIdentificationAlgorithm("HTTPS");
            set.setUseCipherSuitesOrder(false);
            set.setEnableRetransmissions(false);
            set.setMaximumPacketSize(4000);
            engine.setSSLParameters(set);
            String before = described(engine.getSSLParameters());
            engine.beginHandshake();
            assertThat(described(engine.getSSLParameters())).isEqualTo(before);
            assertThat(before).contains("service.example").contains("h2").contains("4000");
            assertThat(engine.getUseClientMode()).isTrue();
            assertThat(engine.getPeerHost()).isEqualTo("localhost");
        }
    }

    /** JSSE reads its properties once, so this needs a JVM of its own. */
    @Test
    void thePlatformsDefaultsForClientsAndServersStayTwo() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.tls.client.protocols=TLSv1.2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Defaults.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isZero();
        assertThat(printed.lines()).containsExactly("[TLSv1.2]", "[TLSv1.3, TLSv1.2]");
    }

    /** Prints the protocols of a client's and of a server's engine. */
    static final class Defaults {
        private Defaults() {}

        public static void main(String[] arguments) throws IOException {
            CertificateAuthority ca = CertificateAuthority.create("CA");
            try (Rotating live = new Rotating(ClientAuth.NONE, ca.issue(), ca)) {
                for (boolean client : new boolean[] {true, false}) {
                    SSLEngine engine = live.tls().sslContext().createSSLEngine("localhost", 4433);
                    engine.setUseClientMode(client);
                    engine.beginHandshake();
                    System.out.println(List.of(engine.getEnabledProtocols()));
                }
            }
        }
    }

    private static String described(SSLParameters parameters) throws ReflectiveOperationException {
        StringBuilder all = new StringBuilder();
        // By reflection, so that what a newer platform adds is compared too.
        for (java.lang.reflect.Method method : SSLParameters.class.getMethods()) {
            if (method.getParameterCount() == 0 && method.getDeclaringClass() == SSLParameters.class) {
                Object value = method.invoke(parameters);
                all.append(method.getName()).append('=');
                all.append(
                                value instanceof Object[] array
                                        ? java.util.Arrays.toString(array)
                                        : method.getName().equals("getSNIMatchers")
                                                ? parameters.getSNIMatchers().size()
                                                : value)
                        .append('\n');
            }
        }
        return all.toString();
    }
}
