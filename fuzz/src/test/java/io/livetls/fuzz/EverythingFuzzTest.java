package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** All targets in one: the first byte says which. Jazzer starts once for a JVM, so this is what every build runs. */
class EverythingFuzzTest {
    private static final List<Consumer<byte[]>> TARGETS = List.of(
            CertificatesFuzzTest::check,
            PrivateKeysFuzzTest::check,
            KeyStoresFuzzTest::check,
            TrustListsFuzzTest::check,
            InlineTextFuzzTest::check,
            BuilderStringsFuzzTest::check,
            EnvironmentFuzzTest::check);
    private static final List<Supplier<Stream<byte[]>>> SEEDS = List.of(
            CertificatesFuzzTest::seeds,
            PrivateKeysFuzzTest::seeds,
            KeyStoresFuzzTest::seeds,
            TrustListsFuzzTest::seeds,
            InlineTextFuzzTest::seeds,
            BuilderStringsFuzzTest::seeds,
            EnvironmentFuzzTest::seeds);

    static Stream<byte[]> seeds() {
        Stream<byte[]> all = Stream.empty();
        for (int i = 0; i < SEEDS.size(); i++) {
            byte target = (byte) i;
            all = Stream.concat(all, SEEDS.get(i).get().map(seed -> prefixed(target, seed)));
        }
        return all;
    }

    @MethodSource("seeds")
    @FuzzTest
    void everything(byte[] input) {
        Script script = new Script(input);
        TARGETS.get(script.below(TARGETS.size())).accept(script.rest());
    }

    private static byte[] prefixed(byte first, byte[] rest) {
        byte[] whole = new byte[1 + rest.length];
        whole[0] = first;
        System.arraycopy(rest, 0, whole, 1, rest.length);
        return whole;
    }
}
