package io.livetls.kafka;

import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Makes engines that begin with what is current then. */
interface Engines extends AutoCloseable {

    /**
     * A client's.
     *
     * @param host the server as the client calls it; empty where Kafka tries a configuration out
     * @param hostCheck how the server's certificate is compared with it; null or empty for not at all
     */
    SSLEngine client(String host, int port, @Nullable String hostCheck);

    /** A server's. */
    SSLEngine server(String host, int port);

    @Override
    void close();
}
