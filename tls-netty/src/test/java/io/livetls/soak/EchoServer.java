package io.livetls.soak;

/** A server on the loopback interface that sends back what it gets. */
interface EchoServer extends AutoCloseable {
    int port();

    @Override
    void close();
}
