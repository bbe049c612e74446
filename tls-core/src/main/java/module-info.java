/** LiveTLS: TLS for Java servers and clients that follows its certificates on disk. */
@SuppressWarnings("module") // the adapters are compiled later, and need not be there
module io.livetls.core {
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static java.net.http;
    requires static jdk.httpserver;
    requires static transitive org.jspecify;

    exports io.livetls;
    exports io.livetls.check;
    exports io.livetls.config;
    exports io.livetls.engine to
            io.livetls.amqp,
            io.livetls.kafka;
    exports io.livetls.http;
    exports io.livetls.material;
    exports io.livetls.pem;
}
