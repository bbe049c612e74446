package io.livetls.benchmarks;

import io.livetls.LiveTls;
import io.livetls.material.TrustAnchors;
import io.livetls.pem.Certificates;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import nl.altindag.ssl.pem.util.PemUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.springframework.boot.ssl.pem.PemContent;

/** Ways to load certificates: ours, others', and what nobody can do without. */
enum Loader {
    /** base64 and the JDK's factory for each certificate, nothing else. */
    FLOOR("floor") {
        @Override
        int file(Path file) throws IOException, GeneralSecurityException {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            int count = 0;
            for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin)) {
                int end = text.indexOf(END, begin);
                byte[] der = Base64.getMimeDecoder()
                        .decode(text.substring(begin + BEGIN.length(), end).getBytes(StandardCharsets.ISO_8859_1));
                count += parsed((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                begin = end;
            }
            return count;
        }
    },
    LIVETLS("LiveTLS, certificates") {
        @Override
        int file(Path file) {
            return Certificates.read(file).size();
        }
    },
    /** With everything that a handle does besides: a second reading, digests, the trust manager. */
    LIVETLS_HANDLE("LiveTLS, a whole handle") {
        @Override
        int load(Path path) {
            try (LiveTls tls = LiveTls.builder().trust(path.toString()).build()) {
                TrustAnchors trust = tls.current().trustAnchors();
                return trust == null ? 0 : trust.certificates().size();
            }
        }

        @Override
        int file(Path file) {
            return load(file);
        }
    },
    JDK("JDK, naively") {
        @Override
        int file(Path file) throws IOException, GeneralSecurityException {
            try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificates(stream)
                        .size();
            }
        }
    },
    BOUNCY_CASTLE("BouncyCastle by hand") {
        @Override
        int file(Path file) throws IOException, GeneralSecurityException {
            JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
            int count = 0;
            try (PEMParser parser = new PEMParser(Files.newBufferedReader(file, StandardCharsets.ISO_8859_1))) {
                for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                    count += parsed(converter.getCertificate((X509CertificateHolder) block));
                }
            }
            return count;
        }
    },
    SPRING("Spring Boot's PemContent") {
        @Override
        int file(Path file) throws IOException {
            return PemContent.load(file).getCertificates().size();
        }
    },
    AYZA("ayza's PemUtils") {
        @Override
        int file(Path file) {
            return PemUtils.loadCertificate(file).size();
        }
    };

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private final String title;

    Loader(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract int file(Path file) throws IOException, GeneralSecurityException;

    /**
     * Loads a file, or all files of a directory.
     *
     * @return how many certificates there were
     */
    int load(Path path) throws IOException, GeneralSecurityException {
        if (!Files.isDirectory(path)) {
            return file(path);
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(path)) {
            listed.sorted().forEach(files::add);
        }
        int count = 0;
        for (Path each : files) {
            count += file(each);
        }
        return count;
    }

    private static int parsed(X509Certificate certificate) {
        return certificate.getVersion() > 0 ? 1 : 0;
    }
}
