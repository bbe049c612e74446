package io.livetls.amqp;

import com.rabbitmq.client.ConnectionFactory;

/** What does the I/O of the client. */
enum Io {
    BLOCKING {
        @Override
        void use(ConnectionFactory factory) {
            factory.useBlockingIo();
        }
    },
    NIO {
        @Override
        @SuppressWarnings("deprecation") // people use it
        void use(ConnectionFactory factory) {
            factory.useNio();
        }
    },
    NETTY {
        @Override
        void use(ConnectionFactory factory) {
            factory.netty();
        }
    };

    abstract void use(ConnectionFactory factory);
}
