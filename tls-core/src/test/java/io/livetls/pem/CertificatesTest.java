package io.livetls.pem;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.livetls.RecordedLog;
import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates: all of them, in order, or an error that names the block. */
class CertificatesTest {
    private static final X509Certificate FIRST = KeyFiles.certificate("first", KeyFiles.pair("P-256"));
    private static final X509Certificate SECOND = KeyFiles.certificate("second", KeyFiles.pair("RSA"));
    private static final X509Certificate THIRD = KeyFiles.certificate("third", KeyFiles.pair("Ed25519"));

    @Test
    void orderAndDuplicatesAreKept(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("ca.crt");
        Files.writeString(file, pem(THIRD) + pem(FIRST) + pem(THIRD) + pem(SECOND));
        assertThat(Certificates.read(file)).containsExactly(THIRD, FIRST, THIRD, SECOND);
    }

    @Test
    void aPrivateKeyBeforeOrBetweenTheCertificatesIsPassedOver() throws Exception {
        String key = KeyFiles.pem("EC PARAMETERS", KeyFiles.curve("P-256"))
                + KeyFiles.pem("EC PRIVATE KEY", KeyFiles.traditional("P-256"));
        assertThat(decode(key + pem(FIRST) + key + pem(SECOND))).containsExactly(FIRST, SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "PKCS7", "PRIVATE KEY"})
    void aCertificateIsFoundUnderAnyOfTheseLabels(String label) throws Exception {
        assertThat(decode(KeyFiles.pem(label, FIRST.getEncoded()) + pem(SECOND)))
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void theTrustSettingsAfterATrustedCertificateAreTakenOffIt() throws Exception {
        byte[] settings = DerWriter.sequence(DerWriter.sequence(DerWriter.oid("1.3.6.1.5.5.7.3.1")));
        byte[] rejects = DerWriter.sequence(
                DerWriter.element(0xa0, DerWriter.oid("1.3.6.1.5.5.7.3.2")), DerWriter.octets(new byte[1]));
        try (RecordedLog log = new RecordedLog()) {
            assertThat(decode(KeyFiles.pem("TRUSTED CERTIFICATE", concat(FIRST.getEncoded(), settings))
                            + KeyFiles.pem("TRUSTED CERTIFICATE", concat(SECOND.getEncoded(), rejects))))
                    .containsExactly(FIRST, SECOND);
            assertThat(log.messages())
                    .singleElement(as(STRING))
                    .contains(
                            "(TRUSTED CERTIFICATE): the uses that this trusted"
                                    + " certificate is rejected for aren't heeded. Remove the certificate if it shouldn't be trusted.");
        }
        assertProblem(Problem.MALFORMED, 1, KeyFiles.pem("TRUSTED CERTIFICATE", concat(FIRST.getEncoded(), new byte[] {
            5, 0
        })));
        assertProblem(Problem.MALFORMED, 1, KeyFiles.pem("CERTIFICATE", concat(FIRST.getEncoded(), settings)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS7", "PKCS #7 SIGNED DATA", "CMS", "CERTIFICATE"})
    void pkcs7GivesItsCertificatesInOrder(String label) throws Exception {
        byte[] pkcs7 = pkcs7(SECOND.getEncoded(), THIRD.getEncoded());
        assertThat(decode(pem(FIRST) + KeyFiles.pem(label, pkcs7))).containsExactly(FIRST, SECOND, THIRD);
        assertThat(Certificates.decode(pkcs7, "ca.p7b")).containsExactly(SECOND, THIRD);
    }

    @Test
    void pkcs7WithIndefiniteLengthsIsRead() throws Exception {
        byte[] signedData = indefinite(
                Der.SEQUENCE,
                DerWriter.integer(BigInteger.ONE),
                DerWriter.element(Der.SET),
                indefinite(Der.SEQUENCE, DerWriter.oid("1.2.840.113549.1.7.1")),
                indefinite(0xa0, FIRST.getEncoded(), SECOND.getEncoded()),
                DerWriter.element(Der.SET));
        byte[] pkcs7 = indefinite(Der.SEQUENCE, DerWriter.oid("1.2.840.113549.1.7.2"), indefinite(0xa0, signedData));
        assertThat(Certificates.decode(pkcs7, "ca.p7b")).containsExactly(FIRST, SECOND);
    }

    @Test
    void pkcs7WithoutCertificatesOrOfAnotherTypeIsRefused() {
        byte[] data = DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.7.3"));
        assertProblem(Problem.UNSUPPORTED, 1, KeyFiles.pem("PKCS7", data));
        assertProblem(Problem.MISSING, 0, KeyFiles.pem("PKCS7", pkcs7()));
    }

    @Test
    void aDamagedCertificateAmongGoodOnesIsAnErrorThatNamesFileLineAndBlock() throws Exception {
        int line = 1 + (int) pem(FIRST).lines().count();
        byte[] der = SECOND.getEncoded();
        byte[] otherTag = der.clone();
        otherTag[4] = Der.SET;
        List<String> damaged = List.of(
                pem(SECOND).replaceFirst("\nM", "\n!"),
                pem(SECOND).replaceFirst("\nM", "\n"),
                pem(SECOND).replace("-----END CERTIFICATE-----", ""),
                pem(SECOND).replace("END CERTIFICATE", "END PKCS7"),
                KeyFiles.pem("CERTIFICATE", otherTag),
                KeyFiles.pem("CERTIFICATE", Arrays.copyOf(der, der.length - 1)),
                KeyFiles.pem("CERTIFICATE", Arrays.copyOf(der, der.length + 1)),
                KeyFiles.pem("CERTIFICATE", concat(der, der)),
                KeyFiles.pem("CERTIFICATE", KeyFiles.bytes("nothing")));
        for (String block : damaged) {
            MaterialException refusal = assertProblem(Problem.MALFORMED, line, pem(FIRST) + block + pem(THIRD));
            assertThat(refusal.location()).contains(new Location("ca.pem", line, "CERTIFICATE"));
        }
    }

    @Test
    void aLostBoundaryAmongGoodCertificatesIsAnError() throws Exception {
        for (String block : List.of(
                pem(SECOND).replace("-----BEGIN CERTIFICATE-----\n", ""),
                pem(SECOND).replace("-----BEGIN CERTIFICATE-----", "----BEGIN CERTIFICATE-----"),
                pem(SECOND).replace("-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE----"),
                pem(SECOND).replace("BEGIN", "BEGJN"),
                pem(SECOND).replace("BEGIN", "BEGJN").replace("END", "FND").replaceAll("(?m)^.{64}$", ""),
                pem(SECOND).replace("-----", "\u2014"),
                KeyFiles.base64(SECOND.getEncoded()) + "\n")) {
            MaterialException refusal =
                    catchThrowableOfType(MaterialException.class, () -> decode(pem(FIRST) + block + pem(THIRD)));
            assertThat(refusal).as(block.substring(0, 30)).isNotNull();
            assertThat(refusal.problem()).isEqualTo(Problem.MALFORMED);
        }
    }

    @Test
    void aBundleCutWithinABeginLineIsAnError() throws Exception {
        for (int length = 1; length <= "-----BEGIN CERTIFICATE----".length(); length++) {
            String cut = "-----BEGIN CERTIFICATE----".substring(0, length);
            assertProblem(Problem.MALFORMED, 1 + (int) pem(FIRST).lines().count(), pem(FIRST) + cut);
        }
    }

    @Test
    void anUnknownBlockIsAnError() throws Exception {
        MaterialException refusal =
                assertProblem(Problem.UNSUPPORTED, 1, KeyFiles.pem("CERTIFICATES", FIRST.getEncoded()));
        assertThat(refusal)
                .hasMessage(
                        "ca.pem, line 1 (CERTIFICATES): blocks with this label aren't known, so a certificate might be"
                                + " lost with it. Remove the block, or write certificates as CERTIFICATE blocks.");
    }

    @Test
    void aFileWithoutAnyCertificateIsAnError() {
        assertThat(assertProblem(Problem.MISSING, 0, ""))
                .hasMessage("ca.pem: it is empty. Name a file with certificates" + " in PEM, DER or PKCS#7.");
        assertThat(assertProblem(Problem.MISSING, 0, "text"))
                .hasMessage(
                        "ca.pem: there is no certificate in it: neither a BEGIN CERTIFICATE line nor DER. Name a file"
                                + " with certificates in PEM, DER or PKCS#7.");
        assertThat(assertProblem(Problem.MISSING, 0, KeyFiles.pem("PRIVATE KEY", KeyFiles.pkcs8("RSA"))))
                .hasMessage(
                        "ca.pem: there is no certificate among its 1 PEM blocks. Name a file with certificates in PEM,"
                                + " DER or PKCS#7.");
    }

    @Test
    void aPublicKeyThatTheJdkHasNoCodeForIsNamed() throws Exception {
        byte[] sm2 = DerWriter.oid("1.2.156.10197.1.301");
        assertThat(assertProblem(Problem.UNSUPPORTED, 1, KeyFiles.pem("CERTIFICATE", firstWith(sm2, point -> point))))
                .hasMessageContaining("public key can't be used by this JDK")
                .hasMessageContaining("EC curve SM2 (1.2.156.10197.1.301)");
        assertThat(assertProblem(
                        Problem.UNSUPPORTED,
                        1,
                        KeyFiles.pem("CERTIFICATE", firstWith(KeyFiles.curve("P-256"), CertificatesTest::compressed))))
                .hasMessageContaining("public key can't be used by this JDK: compressed EC point.");
    }

    @Test
    void aGoodPublicKeyIsNotBlamedForOtherFaultsOfItsCertificate() throws Exception {
        Der signed = Der.of(FIRST.getEncoded()).enter(Der.SEQUENCE);
        byte[] fields = signed.element();
        byte[] twoSignatures = DerWriter.sequence(fields, signed.element(), signed.element(), DerWriter.nothing());
        assertThat(assertProblem(Problem.MALFORMED, 1, KeyFiles.pem("CERTIFICATE", twoSignatures)))
                .hasMessageContaining("the certificate can't be parsed");
    }

    /** The first certificate with other numbers in its public key. */
    private static byte[] firstWith(byte[] curve, UnaryOperator<byte[]> point) throws Exception {
        Der signed = Der.of(FIRST.getEncoded()).enter(Der.SEQUENCE);
        Der fields = signed.enter(Der.SEQUENCE);
        byte[][] parts = new byte[7][];
        for (int i = 0; i < 6; i++) {
            parts[i] = fields.element();
        }
        Der key = fields.enter(Der.SEQUENCE);
        assertThat(key.element()).isEqualTo(DerWriter.sequence(DerWriter.oid(Oids.EC), KeyFiles.curve("P-256")));
        parts[6] = DerWriter.sequence(
                DerWriter.sequence(DerWriter.oid(Oids.EC), curve),
                DerWriter.element(Der.BIT_STRING, new byte[1], point.apply(key.bits(Der.BIT_STRING))));
        return DerWriter.sequence(DerWriter.sequence(parts), signed.element(), signed.element());
    }

    private static byte[] compressed(byte[] point) {
        byte[] half = Arrays.copyOf(point, 1 + point.length / 2);
        half[0] = (byte) (2 + (point[point.length - 1] & 1));
        return half;
    }

    @Test
    void aFileBeyondTheLimitIsRefused() {
        DecodingLimits small = new DecodingLimits(10, 10, 1, 1, 1);
        MaterialException refusal =
                catchThrowableOfType(MaterialException.class, () -> Certificates.decode(new byte[11], "ca.pem", small));
        assertThat(refusal.problem()).isEqualTo(Problem.TOO_LARGE);
    }

    private static List<X509Certificate> decode(String file) {
        return Certificates.decode(KeyFiles.bytes(file), "ca.pem");
    }

    private static MaterialException assertProblem(Problem problem, int line, String file) {
        MaterialException refusal = catchThrowableOfType(MaterialException.class, () -> decode(file));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal.location().map(Location::line)).contains(line);
        return refusal;
    }

    private static String pem(X509Certificate certificate) throws CertificateEncodingException {
        return KeyFiles.pem("CERTIFICATE", certificate.getEncoded());
    }

    private static byte[] pkcs7(byte[]... certificates) {
        byte[] signedData = DerWriter.sequence(
                DerWriter.integer(BigInteger.ONE),
                DerWriter.element(Der.SET),
                DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.7.1")),
                DerWriter.element(0xa0, certificates),
                DerWriter.element(Der.SET));
        return DerWriter.sequence(DerWriter.oid("1.2.840.113549.1.7.2"), DerWriter.element(0xa0, signedData));
    }

    private static byte[] indefinite(int tag, byte[]... parts) {
        return concat(concat(new byte[] {(byte) tag, (byte) 0x80}, concat(parts)), new byte[2]);
    }

    private static byte[] concat(byte[]... parts) {
        return Der.of(DerWriter.sequence(parts)).content(Der.SEQUENCE);
    }
}
