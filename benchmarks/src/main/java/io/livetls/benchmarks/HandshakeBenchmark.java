package io.livetls.benchmarks;

import java.util.concurrent.TimeUnit;
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
 * A mTLS handshake, both sides of it, in memory and in one thread: what does a live context add to a static one? TLS 1.3,
 * P-256, leaf and intermediate.
 *
 * <pre>{@code
 * mvn -q -Pbenchmark -pl benchmarks -am process-classes -Dbenchmark=HandshakeBenchmark
 * }</pre>
 *
 * <p>For the two sides by themselves add {@code -Dbenchmark.args="-p context=LIVE_SERVER,LIVE_CLIENT"}. JMH measures one
 * context after the other, so the machine's mood is in the difference: {@link HandshakeRatio} takes turns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH calls @Setup first
public class HandshakeBenchmark {
    /** Who speaks TLS. */
    @Param
    public Stack stack = Stack.JSSE;

    /** Whose context is live. */
    @Param({"STATIC", "LIVE"})
    public Context context = Context.STATIC;

    private Pair full;
    private Pair resuming;

    /**
     * Makes both sides.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        Credentials credentials = Credentials.create();
        full = Pair.of(stack, context, credentials).withoutResumption();
        resuming = Pair.of(stack, context, credentials);
        // The second of each kind shows whether it finds the session of the first.
        full.full();
        resuming.resumed();
        if (full.full() || !resuming.resumed()) {
            throw new IllegalStateException("the handshakes are not what they are called");
        }
    }

    /**
     * Nothing is resumed.
     *
     * @return false
     * @throws SSLException if the handshake fails
     */
    @Benchmark
    public boolean full() throws SSLException {
        return full.full();
    }

    /**
     * The client resumes the session before.
     *
     * @return true
     * @throws SSLException if the handshake fails
     */
    @Benchmark
    public boolean resumed() throws SSLException {
        return resuming.resumed();
    }

    /**
     * Closes both sides.
     *
     * @throws Exception if that fails
     */
    @TearDown
    public void close() throws Exception {
        full.close();
        resuming.close();
    }
}
