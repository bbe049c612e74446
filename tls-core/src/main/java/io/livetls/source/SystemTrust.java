package io.livetls.source;

import io.livetls.material.Location;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.TrustAnchors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The CAs that the Java platform trusts by itself: {@code javax.net.ssl.trustStore} where it is set, else
 * {@code jssecacerts} or {@code cacerts} (JSSE Reference Guide, "The Default TrustManagerFactory"). Where that is a file
 * it is followed like any other, so that an update of the system's CAs takes effect.
 */
public final class SystemTrust implements MaterialSource {
    private final @Nullable Path file;
    private final Passphrase passphrase;

    /** The system's CAs, as the system properties say now. */
    public SystemTrust() {
        String password = System.getProperty("javax.net.ssl.trustStorePassword");
        this.passphrase = new Passphrase(password == null ? null : password.toCharArray());
        this.file = fileOf(System.getProperty("javax.net.ssl.trustStore"));
    }

    @Override
    public List<Path> paths() {
        return file == null ? List.of() : List.of(file);
    }

    @Override
    public Material load(Reading reading, CertificateCache certificates) {
        if (file == null) {
            return Material.of(fromThePlatform());
        }
        TrustAnchors found = KeyStoreTrust.anchors(reading.file(file).bytes(), file.toString(), passphrase);
        return Material.of(TrustAnchors.of(found.certificates(), TrustAnchors.SYSTEM));
    }

    @Override
    public void clear() {
        passphrase.clear();
    }

    @Override
    public String toString() {
        return "trustSystem()";
    }

    /** The file, if it is one of a kind that this package reads; null where only the platform knows how. */
    private static @Nullable Path fileOf(@Nullable String property) {
        if (property != null && !property.isEmpty()) {
            Path path = Path.of(property);
            return Files.isRegularFile(path) && hasFileType() ? path : null;
        }
        Path security = Path.of(System.getProperty("java.home"), "lib", "security");
        return List.of(security.resolve("jssecacerts"), security.resolve("cacerts")).stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    private static boolean hasFileType() {
        String type = System.getProperty("javax.net.ssl.trustStoreType", KeyStore.getDefaultType());
        return List.of("PKCS12", "JKS", "JCEKS").stream().anyMatch(type::equalsIgnoreCase);
    }

    private static TrustAnchors fromThePlatform() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    return TrustAnchors.of(Arrays.asList(x509.getAcceptedIssuers()), TrustAnchors.SYSTEM);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new MaterialException(
                    Problem.UNREADABLE,
                    Location.of(TrustAnchors.SYSTEM),
                    "the platform's own CAs can't be loaded",
                    "Check the javax.net.ssl.trustStore system properties",
                    e);
        }
        throw new MaterialException(
                Problem.MISSING,
                Location.of(TrustAnchors.SYSTEM),
                "the platform has no CAs of its own",
                "Name the CAs with trust(...)");
    }
}
