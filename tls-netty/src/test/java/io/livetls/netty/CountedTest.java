package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.Derived;
import io.livetls.TlsDerivation;
import io.livetls.TlsSnapshot;
import io.livetls.material.Material;
import io.livetls.testing.CertificateAuthority;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCounted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How native contexts are published, used and freed, with values in their place that notice every breach: used after they
 * were freed, freed twice, never freed, retired while current. First each gap of the protocol by itself, with a rotation in
 * it; then all of it at once, by many threads. The handle is a real one.
 */
class CountedTest {
    private static final int USERS = 4;
    private static final int ROTATIONS = 2_000;

    private final Material one = material(null, CertificateAuthority.create("One CA"));
    private final Material two = material(null, CertificateAuthority.create("Two CA"));
    private final Rotating handle = Rotating.of(one);
    private final Making making = new Making();
    private final Derived<Value> derived = handle.tls().derive(making);
    private boolean isTwo;

    @AfterEach
    void nothingIsLeftAndNoRuleWasBroken() {
        handle.close();
        assertThat(making.breaches).isEmpty();
        assertThat(making.made).extracting(Value::refCnt).containsOnly(0);
    }

    private void rotate() {
        isTwo = !isTwo;
        handle.rotateTo(isTwo ? two : one);
    }

    @Test
    void aValueThatIsReplacedWhileItIsUsedIsFreedAfterwards() {
        Counted.use(new Reader(), value -> {
            rotate();
            value.touch();
            assertThat(value.refCnt()).isEqualTo(1);
            return value;
        });
        assertThat(making.made).extracting(Value::refCnt).containsExactly(0, 1);
    }

    @Test
    void aValueThatIsReplacedBeforeItIsTakenIsLeftForTheNext() {
        List<Value> read = new ArrayList<>();
        Supplier<Value> current = () -> {
            Value value = derived.current();
            read.add(value);
            if (read.size() == 1) {
                rotate();
            }
            return value;
        };
        Value used = Counted.use(current, value -> {
            value.touch();
            return value;
        });
        assertThat(read).containsExactlyElementsOf(making.made).hasSize(2);
        assertThat(used).isSameAs(making.made.get(1));
    }

    @Test
    void aValueThatIsReplacedTwiceWhileManyUseItIsFreedByTheLast() {
        Counted.use(new Reader(), outer -> {
            rotate();
            Counted.use(new Reader(), inner -> {
                rotate();
                inner.touch();
                outer.touch();
                return inner;
            });
            assertThat(making.made).extracting(Value::refCnt).containsExactly(1, 0, 1);
            return outer;
        });
        assertThat(making.made).extracting(Value::refCnt).containsExactly(0, 0, 1);
    }

    @Test
    void aValueIsRetiredOnceTheNextIsCurrent() {
        List<Value> currentAtTheEnd = new ArrayList<>();
        making.retiring = value -> currentAtTheEnd.add(derived.current());

        rotate();

        assertThat(currentAtTheEnd).containsExactly(making.made.get(1));
        making.retiring = value -> {};
    }

    @Test
    void aUseThatFailsGivesBackWhatItTook() {
        assertThatThrownBy(() -> Counted.use(new Reader(), value -> {
                    throw new IllegalStateException("no engine");
                }))
                .hasMessage("no engine");
        assertThat(derived.current().refCnt()).isEqualTo(1);
    }

    @Test
    void whatIsClosedBetweenReadingAndTakingIsNotUsed() {
        AtomicBoolean first = new AtomicBoolean(true);
        Supplier<Value> current = () -> {
            Value value = derived.current();
            if (first.getAndSet(false)) {
                derived.close();
            }
            return value;
        };
        assertThatThrownBy(() -> Counted.use(current, Function.identity()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    /** Bounded by the rotations: the users go on until the last one. */
    @Test
    void manyUsersAndRotationsBreakNoRule() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(USERS);
        try {
            AtomicBoolean rotating = new AtomicBoolean(true);
            CountDownLatch started = new CountDownLatch(USERS);
            List<Future<Long>> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                users.add(threads.submit(() -> useWhile(rotating, started)));
            }
            started.await();
            for (int i = 0; i < ROTATIONS; i++) {
                rotate();
            }
            rotating.set(false);
            for (Future<Long> user : users) {
                assertThat(user.get()).as("different values that a user met").isGreaterThan(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(making.made).hasSize(ROTATIONS + 1);
    }

    private long useWhile(AtomicBoolean rotating, CountDownLatch started) {
        Set<Value> met = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            while (rotating.get()) {
                met.add(Counted.use(new Reader(), value -> {
                    for (int i = 0; i < 100; i++) {
                        value.touch();
                        Thread.onSpinWait();
                    }
                    return value;
                }));
                started.countDown();
            }
        } finally {
            started.countDown();
        }
        return met.size();
    }

    /** Reads for one use. It is asked again only if what it read was freed: then something else must be current. */
    private final class Reader implements Supplier<Value> {
        private @Nullable Value last;

        @Override
        public Value get() {
            Value value = derived.current();
            if (value == last) {
                making.breaches.add("freed while it was current");
                throw new AssertionError("it would be read for ever");
            }
            last = value;
            return value;
        }
    }

    /** Makes values as {@code OpenSslContexts} makes contexts. */
    private static final class Making implements TlsDerivation<Value> {
        private final List<Value> made = new CopyOnWriteArrayList<>();
        private final Set<String> breaches = ConcurrentHashMap.newKeySet();
        private volatile Consumer<Value> retiring = value -> {};

        @Override
        public Value derive(TlsSnapshot next, @Nullable Value previous) {
            Value value = new Value(breaches);
            made.add(value);
            return value;
        }

        @Override
        public void retire(Value value) {
            retiring.accept(value);
            value.release();
        }
    }

    /** Stands for a native context. */
    private static final class Value implements Counted {
        private final Count count = new Count();
        private final Set<String> breaches;

        Value(Set<String> breaches) {
            this.breaches = breaches;
        }

        @Override
        public ReferenceCounted counted() {
            return count;
        }

        int refCnt() {
            return count.refCnt();
        }

        /** If the context is native, using a freed one crashes the process. */
        void touch() {
            if (count.freed) {
                breaches.add("used after it was freed");
            }
        }

        @Override
        public void release() {
            try {
                Counted.super.release();
            } catch (IllegalReferenceCountException e) {
                breaches.add("freed twice");
            }
        }
    }

    private static final class Count extends AbstractReferenceCounted {
        private volatile boolean freed;

        @Override
        protected void deallocate() {
            freed = true;
        }

        @Override
        public ReferenceCounted touch(Object hint) {
            return this;
        }
    }
}
