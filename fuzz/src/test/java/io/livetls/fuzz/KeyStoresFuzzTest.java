package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.source.CertificateCache;
import io.livetls.source.KeyStoreIdentity;
import io.livetls.source.KeyStoreTrust;
import io.livetls.source.MaterialSource;
import io.livetls.source.Passphrase;
import io.livetls.source.Reading;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/** PKCS#12, JKS and JCEKS files, as identity and as trust, with the passphrase and without: material, or a refusal. */
class KeyStoresFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.concat(SeedKeyStores.ALL.stream().map(Documents::verbatim), Documents.scripts());
    }

    @MethodSource("seeds")
    @FuzzTest
    void keyStores(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        byte[] content = read(input);
        Path file = Scratch.write(Scratch.emptied().resolve("store"), content);
        for (char @Nullable [] passphrase : new char[][] {SeedKeys.PASSPHRASE.toCharArray(), null}) {
            Outcome.of(load(new KeyStoreIdentity(file, new Passphrase(passphrase))), Secrets.of(content))
                    .success()
                    .ifPresent(KeyStoresFuzzTest::requireProof);
            Outcome.of(load(new KeyStoreTrust(file, new Passphrase(passphrase))), Secrets.of(content))
                    .success()
                    .map(Material::trust)
                    .map(TrustAnchors::certificates)
                    .ifPresent(anchors -> Findings.require(!anchors.isEmpty(), "empty trust"));
        }
    }

    private static byte[] read(byte[] input) {
        if (input.length == 0 || input[0] == 0) {
            return Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        }
        Script script = new Script(Arrays.copyOfRange(input, 1, input.length));
        byte[] store = script.one(SeedKeyStores.ALL);
        byte[] edited = DerEdits.edited(store, SeedKeyStores.ALL, script);
        return PemLayout.damaged(edited, script);
    }

    private static Supplier<Material> load(MaterialSource source) {
        return () -> {
            try (Reading reading = Reading.of(source.paths())) {
                return source.load(reading, new CertificateCache());
            }
        };
    }

    private static void requireProof(Material material) {
        Identity identity = Objects.requireNonNull(material.identity());
        Findings.require(
                Identity.of(identity.privateKey(), identity.chain()).equals(identity), "not the same after a proof");
    }
}
