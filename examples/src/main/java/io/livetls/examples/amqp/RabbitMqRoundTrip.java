package io.livetls.examples.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.MessageProperties;
import io.livetls.LiveTls;
import io.livetls.amqp.AmqpTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A message to RabbitMQ and back. The login is the client's certificate; there is no password. */
public final class RabbitMqRoundTrip implements AutoCloseable {
    private static final String QUEUE = "round-trips";

    private final Connection connection;

    /**
     * Connects.
     *
     * @param tls the client's certificate, and the CA of the broker
     * @param host the broker's name, as its certificate has it
     * @param port of TLS, commonly 5671
     * @throws IOException if there is no connection
     * @throws TimeoutException if the broker doesn't answer
     */
    public RabbitMqRoundTrip(LiveTls tls, String host, int port) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        factory.setNetworkRecoveryInterval(1_000);
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        // Last. From here on each connection is current, also one that automatic recovery makes.
        AmqpTls.apply(tls, factory);
        // A connection of older trust ends within five minutes, and recovers.
        this.connection = AmqpTls.retiring(tls, Duration.ofMinutes(5), factory::newConnection);
    }

    /**
     * Publishes a message, waits for the broker's confirm, and takes it from the queue.
     *
     * @param message any text
     * @return what came back
     * @throws IOException if the connection is lost
     * @throws InterruptedException if the thread is interrupted
     * @throws TimeoutException if the confirm doesn't come
     */
    public String send(String message) throws IOException, InterruptedException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(QUEUE, true, false, false, Map.of());
            channel.confirmSelect();
            channel.basicPublish(
                    "", QUEUE, MessageProperties.PERSISTENT_TEXT_PLAIN, message.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(5_000);
            return new String(channel.basicGet(QUEUE, true).getBody(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /**
     * Prints what came back.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, the broker's host and its TLS port
     * @throws Exception if it can't connect
     */
    public static void main(String[] args) throws Exception {
        try (LiveTls tls = LiveTls.builder().secretDirectory(Path.of(args[0])).build();
                RabbitMqRoundTrip roundTrip = new RabbitMqRoundTrip(tls, args[1], Integer.parseInt(args[2]))) {
            System.out.println(roundTrip.send("hello over mutual TLS"));
        }
    }
}
