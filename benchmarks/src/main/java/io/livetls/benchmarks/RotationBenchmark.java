package io.livetls.benchmarks;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.material.Identity;
import io.livetls.material.Material;
import io.livetls.material.TrustAnchors;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
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
 * Full handshakes of a live server while another thread gives it a new generation 20 times a second, which is some hundred
 * thousand times as often as in real life; and the same without. A handshake that fails ends the benchmark.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=RotationBenchmark
 * }</pre>
 */
@State(Scope.Group)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class RotationBenchmark {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /** What is different in each generation. */
    public enum Change {
        /** The server's certificate and key. */
        IDENTITY,
        /** What the server trusts. */
        TRUST
    }

    /** Who speaks TLS. */
    @Param
    public Stack stack = Stack.JSSE;

    /** What is different in each generation. */
    @Param
    public Change change = Change.IDENTITY;

    private List<Material> generations;
    private volatile int generation;
    private LiveTls tls;
    private Pair pair;

    /**
     * Makes both sides.
     *
     * @throws Exception if that fails
     */
    @Setup(Level.Trial)
    public void open() throws Exception {
        Credentials credentials = Credentials.create();
        Material first = material(credentials.server(), credentials.root());
        generations = List.of(
                first,
                change == Change.IDENTITY
                        ? material(credentials.newServer(), credentials.root())
                        : material(
                                credentials.server(), credentials.root(), CertificateAuthority.create("Another root")));
        tls = LiveTls.builder()
                .material(() -> generations.get(generation & 1))
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        pair = new Pair(Side.ofLive(stack, true, tls), Side.ofStatic(stack, false, credentials), Scratch.create())
                .withoutResumption();
    }

    private static Material material(IssuedCertificate identity, CertificateAuthority... trusted) {
        List<X509Certificate> anchors =
                List.of(trusted).stream().map(CertificateAuthority::certificate).toList();
        return new Material(
                Identity.of(identity.privateKey(), identity.chain()), TrustAnchors.of(anchors, "benchmark"));
    }

    /**
     * A handshake while generations change.
     *
     * @return false: nothing is resumed
     * @throws Exception if the handshake fails
     */
    @Benchmark
    @Group("rotating")
    public boolean handshake() throws Exception {
        return pair.full();
    }

    /**
     * The next generation.
     *
     * @return what came of it
     */
    @Benchmark
    @Group("rotating")
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread of the group counts
    public ReloadResult rotate() {
        LockSupport.parkNanos(PAUSE);
        generation++;
        ReloadResult result = tls.reload();
        if (!(result instanceof ReloadResult.Updated)) {
            throw new IllegalStateException("no new generation: " + result);
        }
        return result;
    }

    /**
     * A handshake while nothing changes.
     *
     * @return false: nothing is resumed
     * @throws Exception if the handshake fails
     */
    @Benchmark
    @Group("still")
    public boolean handshakeAlone() throws Exception {
        return pair.full();
    }

    /** Has the second thread of the group do nothing. */
    @Benchmark
    @Group("still")
    public void rest() {
        LockSupport.parkNanos(PAUSE);
    }

    /**
     * Closes both sides.
     *
     * @throws Exception if that fails
     */
    @TearDown(Level.Trial)
    public void close() throws Exception {
        pair.close();
    }
}
