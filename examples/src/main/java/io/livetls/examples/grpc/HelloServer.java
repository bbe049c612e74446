package io.livetls.examples.grpc;

import io.grpc.Grpc;
import io.grpc.Server;
import io.livetls.LiveTls;
import io.livetls.grpc.GrpcTls;
import java.io.IOException;

/**
 * A gRPC server that is told by {@code MM_TLS_*} variables how to speak TLS, and by nothing else:
 *
 * <pre>
 * MM_TLS_KEY_CERT_PATH=/etc/tls/tls.crt        as cert-manager writes them; the key may be PKCS#1
 * MM_TLS_PRIVATE_KEY_PATH=/etc/tls/tls.key
 * MM_TLS_TRUST_CERT_PATH=/etc/tls/ca.crt
 * MM_TLS_CLIENT_AUTH=REQUIRE
 * </pre>
 */
public final class HelloServer {
    private HelloServer() {}

    /**
     * Serves until it is stopped.
     *
     * @param args a port
     * @throws Exception if the variables don't say what is needed, or the port can't be had
     */
    public static void main(String[] args) throws Exception {
        try (LiveTls tls = LiveTls.fromEnvironment()) {
            serve(tls, Integer.parseInt(args[0])).awaitTermination();
        }
    }

    static Server serve(LiveTls tls, int port) throws IOException {
        return Grpc.newServerBuilderForPort(port, GrpcTls.serverCredentials(tls)) // once; they follow the files
                .addService(Hello.service(word -> "hello, " + word))
                .build()
                .start();
    }
}
