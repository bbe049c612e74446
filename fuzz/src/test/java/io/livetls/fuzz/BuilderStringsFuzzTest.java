package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.livetls.LiveTls;
import io.livetls.check.Checks;
import io.livetls.material.MaterialException;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, protocols, cipher suites and paths: a handle that makes engines, or an exception that the builder documents. */
class BuilderStringsFuzzTest {
    private static final List<String> WORDS = List.of(
            "TLSv1.3",
            "TLSv1.2",
            "SSLv3",
            "tlsv1.3",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_NULL_WITH_NULL_NULL",
            "TLS_PSK_WITH_AES_128_CBC_SHA",
            "SSL_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLSv1.4",
            "a.example",
            "*.example",
            "::1",
            "",
            " ",
            "\0",
            "\n",
            "%s{0}");
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8, StandardCharsets.UTF_16BE);
    private static final int MOST_WORDS = 4;
    private static final X509Certificate CA = certificate();

    static Stream<byte[]> seeds() {
        return Documents.scripts();
    }

    @MethodSource("seeds")
    @FuzzTest
    void builderStrings(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        Quiet.logging();
        Script script = new Script(input);
        try {
            LiveTls.Builder builder = LiveTls.builder();
            for (int calls = script.below(4); calls > 0; calls--) {
                call(builder, script);
            }
            requireUsable(builder.trustCertificates(List.of(CA)));
        } catch (MaterialException | IllegalStateException e) {
            Findings.require(e.getMessage() != null, "an exception that says nothing");
        } catch (IllegalArgumentException e) {
            // InvalidPathException is the JDK's own, for what isn't handed to the builder even.
            Findings.require(
                    e instanceof InvalidPathException
                            || String.valueOf(e.getMessage()).contains("expected"),
                    "an exception that doesn't say what is expected: " + e);
        }
    }

    private static void call(LiveTls.Builder builder, Script script) {
        switch (script.below(9)) {
            case 0 -> builder.name(word(script));
            case 1 -> builder.protocols(words(script));
            case 2 -> builder.cipherSuites(words(script));
            case 3 -> builder.trust(word(script));
            case 4 -> builder.trustPem(word(script));
            case 5 -> builder.secretDirectory(Path.of(word(script)));
            case 6 -> builder.identity(Path.of(word(script)), Path.of(word(script)));
            case 7 -> builder.checks(Checks.standard().expectHosts(words(script)));
            default -> builder.keyStore(Path.of(word(script)), word(script).toCharArray());
        }
    }

    private static void requireUsable(LiveTls.Builder builder) {
        try (LiveTls tls = builder.build()) {
            SSLEngine engine;
            try {
                engine = tls.sslContext().createSSLEngine();
            } catch (IllegalArgumentException unknown) {
                // BoringSSL has it, or knows it by this name: what no engine has isn't built.
                Findings.require(
                        tls.settings().cipherSuites().stream()
                                .anyMatch(name -> name.contains("PSK_WITH_") || name.startsWith("SSL_")),
                        "built with what JSSE doesn't know: " + tls.settings());
                return;
            }
            List<String> protocols = tls.settings().protocols();
            Findings.require(
                    protocols.isEmpty() || protocols.equals(Arrays.asList(engine.getEnabledProtocols())),
                    "the protocols of the engine aren't those that were set");
        }
    }

    private static String[] words(Script script) {
        String[] words = new String[script.below(MOST_WORDS)];
        Arrays.setAll(words, i -> word(script));
        return words;
    }

    private static String word(Script script) {
        String word = script.one(WORDS);
        return script.flag() ? word : word + new String(script.bytes(30), script.one(CHARSETS));
    }

    private static X509Certificate certificate() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(SeedCertificates.EC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
