package io.livetls.examples.mesh;

import io.grpc.Attributes;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.livetls.examples.grpc.Hello;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;

/**
 * What two pods have seen of each other in one call.
 *
 * @param peer who answered, by its own word
 * @param serverCertificate what the caller saw of the peer
 * @param clientCertificate what the peer saw of the caller
 */
record Encounter(String peer, String serverCertificate, String clientCertificate) {
    private static final Context.Key<String> CALLERS_CERTIFICATE = Context.key("the caller's certificate");

    /** The answering side: says who it is, and whom it sees. */
    static ServerServiceDefinition service(String pod, Consumer<String> called) {
        return ServerInterceptors.intercept(
                Hello.service(caller -> {
                    called.accept(caller);
                    return pod + " " + CALLERS_CERTIFICATE.get();
                }),
                new PeerCertificate());
    }

    /**
     * The calling side.
     *
     * @throws io.grpc.StatusRuntimeException if the call fails
     */
    static Encounter call(Channel channel, String pod) {
        ClientCall<String, String> call = channel.newCall(Hello.SAY, Hello.options());
        String[] answer = ClientCalls.blockingUnaryCall(call, pod).split(" ", -1);
        return new Encounter(answer[0], Fingerprint.ofPeer(session(call.getAttributes())), answer[1]);
    }

    private static SSLSession session(Attributes connection) {
        SSLSession session = connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            throw new IllegalStateException("a connection without TLS");
        }
        return session;
    }

    private static final class PeerCertificate implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Context context =
                    Context.current().withValue(CALLERS_CERTIFICATE, Fingerprint.ofPeer(session(call.getAttributes())));
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
