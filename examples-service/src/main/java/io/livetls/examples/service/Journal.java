package io.livetls.examples.service;

import io.livetls.LiveTls;
import io.livetls.kafka.KafkaTls;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;

/** What happened, in a topic of Kafka, which the service reads as well. */
final class Journal implements OutgoingWire {
    private static final String TOPIC = "journal";
    private static final Duration POLL = Duration.ofMillis(50);

    private final Optional<LiveTls> tls;
    private final Map<String, Object> settings;
    private final KafkaProducer<Long, Long> producer;
    private final Set<Long> read = ConcurrentHashMap.newKeySet();
    private final Thread reading;
    private volatile boolean stop;

    Journal(Handles handles, Map<String, String> variables, Duration reconnect) {
        tls = handles.open(channel());
        settings = new HashMap<>();
        tls.ifPresent(handle -> {
            settings.putAll(KafkaTls.clientConfig(handle));
            // Once trust has changed, connections that were made before are made anew.
            settings.put("livetls.reconnect.within", reconnect.toMillis() + "ms");
        });
        settings.put("bootstrap.servers", variables.get("KAFKA_BOOTSTRAP_SERVERS"));
        producer = new KafkaProducer<>(settings, new LongSerializer(), new LongSerializer());
        Map<String, Object> ofGroup = new HashMap<>(settings);
        ofGroup.put("group.id", "service");
        ofGroup.put("auto.offset.reset", "earliest");
        KafkaConsumer<Long, Long> consumer =
                new KafkaConsumer<>(ofGroup, new LongDeserializer(), new LongDeserializer());
        reading = new Thread(() -> read(consumer), "journal");
        reading.start();
    }

    @Override
    public String channel() {
        return "kafka";
    }

    @Override
    public Optional<LiveTls> tls() {
        return tls;
    }

    /** Returns when the brokers have it. */
    void append(long order) throws InterruptedException, ExecutionException {
        producer.send(new ProducerRecord<>(TOPIC, order)).get();
    }

    private void read(KafkaConsumer<Long, Long> consumer) {
        try (consumer) {
            consumer.subscribe(List.of(TOPIC));
            while (!stop) {
                for (ConsumerRecord<Long, Long> each : consumer.poll(POLL)) {
                    read.add(each.value());
                }
            }
        }
    }

    int read() {
        return read.size();
    }

    @Override
    public Optional<String> connect() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(settings)) {
            admin.describeCluster().nodes().get();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        stop = true;
        producer.close();
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
