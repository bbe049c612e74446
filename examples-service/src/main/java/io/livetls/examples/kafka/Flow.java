package io.livetls.examples.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.jspecify.annotations.Nullable;

/** A producer that sends the time, and a consumer that takes down how late it comes. */
final class Flow implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Thread producing;
    private final Thread consuming;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong longestGap = new AtomicLong();
    private final AtomicLong largestLag = new AtomicLong();
    private volatile boolean stop;

    Flow(String topic, Map<String, ?> settings) {
        producing = new Thread(() -> produce(topic, settings), "producer");
        consuming = new Thread(() -> consume(topic, settings), "consumer");
        producing.start();
        consuming.start();
    }

    private void produce(String topic, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("enable.idempotence", true);
        all.put("reconnect.backoff.ms", 10);
        try (KafkaProducer<Long, Long> producer =
                new KafkaProducer<>(all, new LongSerializer(), new LongSerializer())) {
            while (!stop) {
                // What fails is sent again by Kafka itself, for two minutes.
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(topic, sent.incrementAndGet()), (answer, problem) -> note(problem));
                pause();
            }
        }
    }

    private void consume(String topic, Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("group.id", "example");
        all.put("auto.offset.reset", "earliest");
        all.put("reconnect.backoff.ms", 10);
        try (KafkaConsumer<Long, Long> consumer =
                new KafkaConsumer<>(all, new LongDeserializer(), new LongDeserializer())) {
            consumer.subscribe(List.of(topic));
            long last = System.nanoTime();
            while (!stop || received.get() + failed.get() < sent.get()) {
                int count = consumer.poll(POLL).count();
                long now = System.nanoTime();
                if (count > 0) {
                    received.addAndGet(count);
                    last = now;
                } else {
                    longestGap.accumulateAndGet(now - last, Math::max);
                }
                largestLag.accumulateAndGet(sent.get() - received.get(), Math::max);
            }
        }
    }

    private void note(@Nullable Exception problem) {
        if (problem != null) {
            failed.incrementAndGet();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long sent() {
        return sent.get();
    }

    /** How many Kafka has given up. */
    long failed() {
        return failed.get();
    }

    long received() {
        return received.get();
    }

    /** Forgets gaps and lags of before. */
    void mark() {
        longestGap.set(0);
        largestLag.set(0);
    }

    /** The longest time without a record, since the mark. */
    Duration longestGap() {
        return Duration.ofNanos(longestGap.get());
    }

    /** By how many records the consumer was behind at most, since the mark. */
    long largestLag() {
        return largestLag.get();
    }

    /** Waits until what is being sent now has come through. */
    void awaitCaughtUp() {
        long wanted = sent.get() + 1;
        while (received.get() < wanted) {
            pause();
        }
    }

    /** Ends the producer, and the consumer once it has everything. */
    void finish() {
        stop = true;
        try {
            producing.join();
            consuming.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finish();
    }
}
