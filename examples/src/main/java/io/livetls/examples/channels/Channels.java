package io.livetls.examples.channels;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.livetls.LiveTls;
import io.livetls.config.ChannelSettings;
import io.livetls.config.TlsEnvironment;
import io.livetls.examples.grpc.Hello;
import io.livetls.grpc.GrpcTls;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gRPC channels of a workflow platform, {@code engine}, {@code ingress} and {@code functions}, as its variables want
 * them. All ends of a channel get the same variables, so that they agree:
 *
 * <pre>
 * MM_TLS_ENGINE__SECRET_DIR=/etc/tls/engine          a certificate of its own; its ca.crt is what is trusted
 * MM_TLS_ENGINE__CLIENT_AUTH=REQUIRE                 mutual TLS, with the same secret
 * MM_TLS_INGRESS__SECRET_DIR=/etc/tls/ingress        TLS, no certificate of the client
 * MM_TLS_FUNCTIONS__ENABLED=false                    plaintext
 * </pre>
 *
 * <p>Thread-safe once it is made.
 */
final class Channels implements AutoCloseable {
    private final Map<String, LiveTls> handles = new LinkedHashMap<>();

    /**
     * Loads what the channels need.
     *
     * @throws io.livetls.config.ConfigurationException if a variable can't be meant
     * @throws io.livetls.material.MaterialException if a file can't be read or proven
     */
    Channels(TlsEnvironment environment, String... names) {
        boolean loaded = false;
        try {
            for (String name : names) {
                ChannelSettings settings = environment.channel(name);
                if (settings.isEnabled()) {
                    handles.put(name, LiveTls.builder(settings).build());
                }
            }
            loaded = true;
        } finally {
            if (!loaded) {
                close();
            }
        }
    }

    ServerCredentials server(String channel) {
        LiveTls tls = handles.get(channel);
        return tls == null ? InsecureServerCredentials.create() : GrpcTls.serverCredentials(tls);
    }

    ChannelCredentials client(String channel) {
        LiveTls tls = handles.get(channel);
        return tls == null ? InsecureChannelCredentials.create() : GrpcTls.channelCredentials(tls);
    }

    /** A server of a channel, on a free port. */
    Server serve(String channel) throws IOException {
        return Grpc.newServerBuilderForPort(0, server(channel))
                .addService(Hello.service(word -> channel + " heard " + word))
                .build()
                .start();
    }

    /** A client of a channel. */
    ManagedChannelBuilder<?> connect(String channel, String target) {
        return Grpc.newChannelBuilder(target, client(channel));
    }

    @Override
    public void close() {
        handles.values().forEach(LiveTls::close);
    }
}
