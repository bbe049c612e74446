package io.livetls.examples.service;

import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.livetls.LiveTls;
import io.livetls.amqp.AmqpTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** Orders as events in RabbitMQ, which the service consumes as well. */
final class Events implements OutgoingWire {
    private static final String QUEUE = "orders";
    private static final long CONFIRM_MILLIS = 30_000;

    private final Optional<LiveTls> tls;
    private final ConnectionFactory factory = new ConnectionFactory();
    private final Connection connection;
    private final Channel publishing;
    private final Set<String> received = ConcurrentHashMap.newKeySet();

    Events(Handles handles, Map<String, String> variables) throws IOException {
        tls = handles.open(channel());
        factory.setHost("localhost");
        factory.setUsername(variables.get("RABBITMQ_USER"));
        factory.setPassword(variables.get("RABBITMQ_PASSWORD"));
        factory.setPort(Integer.parseInt(variables.get(tls.isPresent() ? "RABBITMQ_TLS_PORT" : "RABBITMQ_PORT")));
        tls.ifPresent(handle -> AmqpTls.apply(handle, factory));
        connection = open();
        Channel consuming = connection.createChannel();
        consuming.queueDeclare(QUEUE, true, false, false, null);
        consuming.basicConsume(QUEUE, true, (tag, delivery) -> note(delivery.getBody()), cancelled());
        publishing = connection.createChannel();
        publishing.confirmSelect();
    }

    private Connection open() throws IOException {
        try {
            return factory.newConnection("service");
        } catch (TimeoutException e) {
            throw new IOException("RabbitMQ doesn't answer", e);
        }
    }

    @Override
    public String channel() {
        return "rabbitmq";
    }

    @Override
    public Optional<LiveTls> tls() {
        return tls;
    }

    /** Returns when the broker has it. */
    synchronized void publish(long order) throws IOException, InterruptedException, TimeoutException {
        byte[] body = Long.toString(order).getBytes(StandardCharsets.UTF_8);
        publishing.basicPublish("", QUEUE, MessageProperties.MINIMAL_PERSISTENT_BASIC, body);
        publishing.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    private void note(byte[] body) {
        received.add(new String(body, StandardCharsets.UTF_8));
    }

    private static CancelCallback cancelled() {
        return tag -> {
            throw new IOException("the queue is gone");
        };
    }

    int received() {
        return received.size();
    }

    @Override
    public Optional<String> connect() throws IOException {
        open().close();
        return Optional.empty();
    }

    @Override
    public void close() {
        connection.abort();
    }
}
