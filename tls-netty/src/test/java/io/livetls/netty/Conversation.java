package io.livetls.netty;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/** A client and a server, and the records on their way. Each step is the arrival of one; in between, anything may change. */
final class Conversation implements AutoCloseable {
    private static final int TOO_LONG = 100;

    /** RFC 8446, 4.1.3: the random of a ServerHello that is a HelloRetryRequest begins so. */
    private static final byte[] RETRY = {(byte) 0xcf, 0x21, (byte) 0xad, 0x74};

    /** Of the random in a record that begins with a ServerHello: record header, handshake header, version. */
    private static final int RANDOM = 5 + 4 + 2;

    private final End client;
    private final End server;
    private final Queue<byte[]> toServer = new ArrayDeque<>();
    private final Queue<byte[]> toClient = new ArrayDeque<>();
    private int steps;
    private boolean retried;

    Conversation(End client, End server) {
        this.client = client;
        this.server = server;
    }

    /** Makes a step; it tells whether there was one to make. The first one is that both begin. */
    boolean step() throws IOException {
        if (steps++ == 0) {
            toClient.addAll(server.start());
            toServer.addAll(client.start());
            return true;
        }
        if (steps > TOO_LONG) {
            throw new IllegalStateException("the conversation doesn't end");
        }
        byte[] next = toServer.poll();
        if (next != null) {
            toClient.addAll(server.take(next));
            return true;
        }
        next = toClient.poll();
        if (next != null) {
            retried |= isRetry(next);
            toServer.addAll(client.take(next));
            return true;
        }
        return false;
    }

    /** Makes steps up to a number of them; it tells whether there were as many. */
    boolean steps(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            if (!step()) {
                return false;
            }
        }
        return true;
    }

    /** Until nothing is on its way. */
    Conversation finish() throws IOException {
        while (step()) {
            // again
        }
        return this;
    }

    /** Whether application data got through, in either direction. */
    boolean passedData() {
        return client.heard() || server.heard();
    }

    /** Whether application data got through in both directions. */
    boolean isGood() {
        return client.heard() && server.heard();
    }

    /** Whether the server sent a HelloRetryRequest. */
    boolean isRetried() {
        return retried;
    }

    private static boolean isRetry(byte[] sent) {
        return sent.length > RANDOM + RETRY.length
                && sent[0] == 22
                && Arrays.equals(sent, RANDOM, RANDOM + RETRY.length, RETRY, 0, RETRY.length);
    }

    @Override
    public String toString() {
        return "client: " + described(client) + ", server: " + described(server);
    }

    private static String described(End end) {
        return (end.isEstablished() ? "established" : "not established")
                + (end.heard() ? ", heard" : "")
                + (end.failure() == null ? "" : ", " + end.failure());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
