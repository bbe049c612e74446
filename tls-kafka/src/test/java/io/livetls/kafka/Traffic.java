package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;

/** One idempotent producer that counts, and one consumer group that takes down what it gets. */
final class Traffic implements AutoCloseable {
    private static final int UNDER_WAY = 200;

    private final String topic;
    private final KafkaProducer<Integer, Integer> producer;
    private final KafkaConsumer<Integer, Integer> consumer;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final List<Integer> received = new ArrayList<>();
    private final AtomicInteger receivedSoFar = new AtomicInteger();
    private final Semaphore mayBeUnderWay = new Semaphore(UNDER_WAY);
    private final Future<?> producing;
    private final Future<?> consuming;
    private volatile boolean stopProducing;
    private volatile int total = Integer.MAX_VALUE;

    Traffic(String topic, Map<String, ?> tls) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(producerSettings(tls), new IntegerSerializer(), new IntegerSerializer());
        this.consumer =
                new KafkaConsumer<>(consumerSettings(tls), new IntegerDeserializer(), new IntegerDeserializer());
        this.producing = threads.submit(this::produce);
        this.consuming = threads.submit(this::consume);
    }

    private static Map<String, Object> producerSettings(Map<String, ?> tls) {
        Map<String, Object> settings = new HashMap<>(tls);
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        settings.put("linger.ms", 1);
        settings.put("reconnect.backoff.ms", 10);
        settings.put("reconnect.backoff.max.ms", 50);
        settings.put("retry.backoff.ms", 10);
        return settings;
    }

    private static Map<String, Object> consumerSettings(Map<String, ?> tls) {
        Map<String, Object> settings = new HashMap<>(tls);
        settings.put("group.id", "counting");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("reconnect.backoff.ms", 10);
        settings.put("reconnect.backoff.max.ms", 50);
        settings.put("retry.backoff.ms", 10);
        return settings;
    }

    private void produce() {
        for (int number = 0; !stopProducing; number++) {
            mayBeUnderWay.acquireUninterruptibly();
            sent.add(producer.send(
                    new ProducerRecord<>(topic, number, number), (metadata, problem) -> mayBeUnderWay.release()));
        }
        producer.flush();
    }

    private void consume() {
        consumer.subscribe(List.of(topic));
        while (received.size() < total) {
            consumer.poll(Duration.ofMillis(100)).forEach(each -> received.add(each.value()));
            consumer.commitSync();
            receivedSoFar.set(received.size());
        }
    }

    /** Waits until so many more records have come through, of which most were sent after this was called. */
    void awaitMore(int records) {
        int wanted = receivedSoFar.get() + UNDER_WAY + records;
        while (receivedSoFar.get() < wanted) {
            assertThat(producing).isNotDone();
            assertThat(consuming).isNotDone();
            Thread.onSpinWait();
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS))
                    .join();
        }
    }

    /** Ends it, and checks that each record was acknowledged, came once, and is below the committed offsets. */
    int finish() throws ExecutionException, InterruptedException {
        stopProducing = true;
        producing.get();
        for (Future<RecordMetadata> record : sent) {
            assertThat(record.get().hasOffset()).isTrue();
        }
        total = sent.size();
        consuming.get();
        assertThat(received).hasSize(total);
        assertThat(Set.copyOf(received)).hasSize(total);
        assertThat(received).containsAll(IntStream.range(0, total).boxed().toList());
        assertThat(endOffsets().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(total);
        assertThat(committed()).isEqualTo(endOffsets());
        return total;
    }

    private Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new java.util.HashSet<>();
        for (PartitionInfo info : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        return partitions;
    }

    private Map<TopicPartition, Long> endOffsets() {
        return new HashMap<>(consumer.endOffsets(partitions()));
    }

    private Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndMetadata> each :
                consumer.committed(partitions()).entrySet()) {
            offsets.put(each.getKey(), each.getValue().offset());
        }
        return offsets;
    }

    @Override
    public void close() {
        stopProducing = true;
        total = 0;
        consumer.wakeup();
        threads.shutdown();
        try {
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ZERO);
        consumer.close();
    }
}
