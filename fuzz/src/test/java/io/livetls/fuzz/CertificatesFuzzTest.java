package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.livetls.pem.Certificates;
import io.livetls.pem.DecodingLimits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of certificates: all of them in their order, or a refusal. */
class CertificatesFuzzTest {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----");

    static Stream<byte[]> seeds() {
        return Documents.OF_CERTIFICATES.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest
    void certificates(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        byte[] content = Documents.OF_CERTIFICATES.read(input);
        byte[] before = content.clone();
        Outcome<List<X509Certificate>> outcome =
                Outcome.of(() -> Certificates.decode(content, "x", DecodingLimits.DEFAULT), Secrets.of(content));
        Findings.require(Arrays.equals(content, before), "the input was altered");
        outcome.success().ifPresent(certificates -> {
            Findings.require(!certificates.isEmpty(), "no certificate, and no exception");
            Findings.require(certificates.equals(decodedAgain(certificates)), "not the same after a re-encoding");
            requireNoneIsLost(content, certificates);
        });
    }

    private static List<X509Certificate> decodedAgain(List<X509Certificate> certificates) {
        StringBuilder pem = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate that can't be encoded", e);
        }
        return Certificates.decode(pem.toString().getBytes(StandardCharsets.US_ASCII), "again");
    }

    /** By other means: each block that a regular expression finds, and the JDK reads, is there in this order. */
    private static void requireNoneIsLost(byte[] content, List<X509Certificate> certificates) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        if (text.indexOf('#') >= 0 || content.length == 0 || content[0] == 0x30) {
            return;
        }
        Iterator<X509Certificate> found = certificates.iterator();
        for (X509Certificate expected : independently(text)) {
            boolean there = false;
            while (!there && found.hasNext()) {
                there = found.next().equals(expected);
            }
            Findings.require(there, "a certificate is lost");
        }
    }

    private static List<X509Certificate> independently(String text) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            try {
                byte[] der = Base64.getDecoder().decode(blocks.group(1).replaceAll("\\s", ""));
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            } catch (CertificateException | RuntimeException e) {
                // Not whole: then the whole file should have been refused, unless this was PKCS#7.
            }
        }
        return certificates;
    }
}
