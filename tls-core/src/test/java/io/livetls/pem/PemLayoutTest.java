package io.livetls.pem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layout that editors and tools leave behind gives the same two certificates. */
class PemLayoutTest {
    private static final X509Certificate FIRST = KeyFiles.certificate("first", KeyFiles.pair("P-256"));
    private static final X509Certificate SECOND = KeyFiles.certificate("second", KeyFiles.pair("RSA"));
    private static final String PEM = pem(FIRST) + pem(SECOND);

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of("plain", utf8(PEM)),
                Arguments.of("CRLF", utf8(PEM.replace("\n", "\r\n"))),
                Arguments.of("CR", utf8(PEM.replace("\n", "\r"))),
                Arguments.of("no final newline", utf8(PEM.stripTrailing())),
                Arguments.of("byte order mark of UTF-8", utf8("\ufeff" + PEM)),
                Arguments.of("byte order marks inside", utf8("\ufeff" + pem(FIRST) + "\ufeff" + pem(SECOND))),
                Arguments.of("UTF-16 with mark", in(StandardCharsets.UTF_16, PEM)),
                Arguments.of("UTF-16LE with mark", in(StandardCharsets.UTF_16LE, "\ufeff" + PEM)),
                Arguments.of("UTF-16LE", in(StandardCharsets.UTF_16LE, PEM)),
                Arguments.of("UTF-16BE", in(StandardCharsets.UTF_16BE, PEM)),
                Arguments.of("joined without a newline", utf8(PEM.replace("-----\n-----", "----------"))),
                Arguments.of("one-line bodies", utf8(oneLine(PEM))),
                Arguments.of("one-line body before a normal block", utf8(oneLine(pem(FIRST)) + pem(SECOND))),
                Arguments.of("everything on one line", utf8(PEM.replace("\n", ""))),
                Arguments.of("spaces for line ends", utf8(PEM.replace("\n", " "))),
                Arguments.of("indented", utf8("  " + PEM.replace("\n", "\n  "))),
                Arguments.of("tabs and trailing spaces", utf8(PEM.replace("\n", " \t\n\t"))),
                Arguments.of("blank lines inside", utf8(PEM.replace("\n", "\n\n"))),
                Arguments.of(
                        "text around",
                        utf8("Subject: one\n" + pem(FIRST) + "text - with -- dashes\n" + pem(SECOND) + "end")),
                Arguments.of(
                        "headers",
                        utf8(PEM.replace("CERTIFICATE-----\nMII", "CERTIFICATE-----\nKind: x\n folded\n\nMII"))),
                Arguments.of(
                        "a block that is commented out",
                        utf8(pem(FIRST) + "# " + pem(FIRST).replace("\n", "\n# ") + "\n" + pem(SECOND))),
                Arguments.of("label of old tools", utf8(PEM.replace("CERTIFICATE", "X509 CERTIFICATE"))),
                Arguments.of("DER, one after the other", concat(FIRST, SECOND)),
                Arguments.of("base64 of PEM", utf8(KeyFiles.base64(utf8(PEM)))),
                Arguments.of("base64 of DER", utf8(KeyFiles.base64(concat(FIRST, SECOND)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void everyLayoutGivesAllCertificatesInOrder(String layout, byte[] content) {
        assertThat(Certificates.decode(content, layout)).isEqualTo(List.of(FIRST, SECOND));
    }

    @Test
    void aKeyReadsTheSameInUtf16() {
        String pem = KeyFiles.pem("PRIVATE KEY", KeyFiles.pkcs8("RSA"));
        assertThat(PrivateKeys.decode(in(StandardCharsets.UTF_16LE, pem), "key", null))
                .isEqualTo(KeyFiles.key("RSA"));
    }

    private static String pem(X509Certificate certificate) {
        return KeyFiles.pem("CERTIFICATE", encoded(certificate));
    }

    private static String oneLine(String pem) {
        return pem.replaceAll("(?<=[A-Za-z0-9+/=])\\n(?=[A-Za-z0-9+/=])", "");
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] concat(X509Certificate first, X509Certificate second) {
        byte[] sequence = DerWriter.sequence(encoded(first), encoded(second));
        return Der.of(sequence).content(Der.SEQUENCE);
    }

    private static byte[] utf8(String text) {
        return KeyFiles.bytes(text);
    }

    private static byte[] in(Charset charset, String text) {
        return text.getBytes(charset);
    }
}
