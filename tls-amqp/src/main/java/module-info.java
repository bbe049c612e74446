/** LiveTLS for RabbitMQ: Java clients whose connections are always current, and never plaintext by accident. */
module io.livetls.amqp {
    requires transitive io.livetls.core;
    requires static transitive com.rabbitmq.client;
    requires static io.livetls.netty;
    requires static io.netty.buffer;
    requires static io.netty.handler;
    requires static io.netty.transport;
    requires static io.netty.common;
    requires static transitive org.jspecify;

    exports io.livetls.amqp;
}
