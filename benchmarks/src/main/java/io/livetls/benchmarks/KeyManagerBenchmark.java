package io.livetls.benchmarks;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A full JSSE handshake by where the server's key comes from, all else equal and static: whether the static context that
 * {@link HandshakeBenchmark} compares with is a fair one.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=KeyManagerBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class KeyManagerBenchmark {
    /** Where the server's key comes from. */
    public enum Keys {
        /** A key manager that does nothing but hold the key and the chain. */
        FIELD,
        /** The JDK's default over a PKCS#12 store; it takes the key out once. */
        SUN_X509,
        /** The JDK's "PKIX", also called "NewSunX509", over a PKCS#12 store; it derives the key in every handshake. */
        PKIX_OVER_PKCS12
    }

    /** Where the server's key comes from. */
    @Param
    public Keys keys = Keys.FIELD;

    private Pair pair;

    /**
     * Makes both sides.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        Credentials credentials = Credentials.create();
        KeyManager[] managers = switch (keys) {
            case FIELD -> new KeyManager[] {new HeldKey(credentials.server())};
            case SUN_X509 -> Side.keyManagers(credentials.server(), "SunX509");
            case PKIX_OVER_PKCS12 -> Side.keyManagers(credentials.server(), "PKIX");
        };
        Side server = new Side(Engines.of(Side.jsse(managers, credentials.root()), true), () -> {});
        pair = new Pair(server, Side.ofStatic(Stack.JSSE, false, credentials), Scratch.create()).withoutResumption();
    }

    /**
     * Nothing is resumed.
     *
     * @return false
     * @throws SSLException if the handshake fails
     */
    @Benchmark
    public boolean full() throws SSLException {
        return pair.full();
    }

    /**
     * Closes both sides.
     *
     * @throws Exception if that fails
     */
    @TearDown
    public void close() throws Exception {
        pair.close();
    }
}
