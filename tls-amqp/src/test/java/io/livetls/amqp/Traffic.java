package io.livetls.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A publisher that publishes one message after the other until each is confirmed, and a consumer on a connection of its own.
 * Both recover by themselves. What is confirmed has to arrive; what isn't is published again, so may arrive twice.
 */
final class Traffic implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);
    private static final AMQP.BasicProperties DURABLE = MessageProperties.PERSISTENT_BASIC;

    private final String queue;
    private final Connection publishing;
    private final Connection consuming;
    private final Set<Integer> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<Integer> arrived = ConcurrentHashMap.newKeySet();
    private final Thread publisher;
    private volatile boolean ending;

    Traffic(String queue, Connection publishing, Connection consuming) throws IOException {
        this.queue = queue;
        this.publishing = publishing;
        this.consuming = consuming;
        Channel channel = consuming.createChannel();
        channel.queueDeclare(queue, true, false, false, Map.of());
        channel.basicConsume(
                queue,
                false,
                (tag, message) -> {
                    arrived.add(Integer.valueOf(new String(message.getBody(), StandardCharsets.US_ASCII)));
                    channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
                },
                tag -> {});
        this.publisher = new Thread(this::publishAll, "publisher");
        publisher.start();
    }

    private void publishAll() {
        try {
            Channel channel = publishing.createChannel();
            channel.confirmSelect();
            for (int id = 0; !ending; id++) {
                while (!publish(channel, id)) {
                    // Lost, or not known: once more.
                }
                confirmed.add(id);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean publish(Channel channel, int id) {
        try {
            long number = channel.getNextPublishSeqNo();
            channel.basicPublish("", queue, DURABLE, String.valueOf(id).getBytes(StandardCharsets.US_ASCII));
            // A channel that was recovered in between counts from the beginning and knows of no message to wait for.
            return channel.waitForConfirms(1_000) && channel.getNextPublishSeqNo() == number + 1;
        } catch (AlreadyClosedException notYetBack) {
            return pause();
        } catch (IOException | TimeoutException | ShutdownSignalException unknown) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        return false;
    }

    /** Returns when messages that were published after this call have arrived. */
    void awaitMore() {
        int from = confirmed.size();
        await("messages pass", () -> confirmed.size() > from + 3 && arrived.containsAll(confirmed));
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Ends, and says what was lost of all that was confirmed. */
    void endWithoutLoss() throws Exception {
        ending = true;
        publisher.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
        assertThat(publisher.isAlive()).as("the publisher comes to an end").isFalse();
        await("all that was confirmed arrives", () -> arrived.containsAll(confirmed));
        assertThat(confirmed).hasSizeGreaterThan(10);
    }

    @Override
    public void close() {
        ending = true;
        publishing.abort();
        consuming.abort();
    }
}
