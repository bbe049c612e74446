package io.livetls.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the peer's certificate who may call what. What no rule allows is refused.
 *
 * <pre>{@code
 * PeerAuthorization authorization = PeerAuthorization.builder()
 *         .allow(PeerRule.spiffeTrustDomain("example.org"))
 *         .service("grpc.health.v1.Health", PeerRule.anyone())
 *         .method("bank.Payments/Refund", PeerRule.spiffeId("spiffe://example.org/billing"))
 *         .build();
 * Server server = Grpc.newServerBuilderForPort(8443, GrpcTls.serverCredentials(tls))
 *         .intercept(authorization)
 *         .addService(new Payments())
 *         .build();
 * }</pre>
 *
 * <p>Of the rules for a method, its service and everything, the most specific alone count, and one of them has to match.
 *
 * <p>A caller without a certificate gets {@code UNAUTHENTICATED}, one whose certificate isn't allowed
 * {@code PERMISSION_DENIED}. The description says what was presented and what kind of name is expected, not which; a line in
 * the server's log ({@code io.livetls.grpc}) names the caller and the method. Calls that are let in have the peer's
 * {@link PeerIdentity} in their context.
 *
 * <p>A call is judged when it begins, by the certificate that its connection was made with. To end the connections of a
 * removed CA see {@link GrpcTls}. Thread-safe.
 */
public final class PeerAuthorization implements ServerInterceptor {
    private static final Logger LOG = System.getLogger("io.livetls.grpc");

    private final List<PeerRule> everywhere;
    private final Map<String, List<PeerRule>> services;
    private final Map<String, List<PeerRule>> methods;

    private PeerAuthorization(Builder builder) {
        this.everywhere = List.copyOf(builder.everywhere);
        this.services = Map.copyOf(builder.services);
        this.methods = Map.copyOf(builder.methods);
    }

    /**
     * Begins with no rules, so with nobody allowed.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lets a call go on, or ends it with {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED}.
     *
     * @param call of the peer
     * @param headers are passed on
     * @param next who answers it
     * @return the listener of {@code next}, or one that does nothing
     */
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Optional<PeerIdentity> peer = PeerIdentity.ofConnection(call.getAttributes());
        List<PeerRule> rules = rules(call.getMethodDescriptor());
        if (rules.stream().anyMatch(rule -> rule.allows(peer))) {
            return Contexts.interceptCall(PeerIdentity.in(Context.current(), peer), call, headers, next);
        }
        Status refusal = refusal(call, peer, rules);
        LOG.log(
                Level.INFO,
                () -> "refused " + method(call) + " to "
                        + peer.map(known -> "the certificate for " + known).orElse("a client without a certificate")
                        + " from " + call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) + ": "
                        + refusal.getCode());
        call.close(refusal, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private List<PeerRule> rules(MethodDescriptor<?, ?> method) {
        List<PeerRule> own = methods.get(method.getFullMethodName());
        if (own != null) {
            return own;
        }
        String service = method.getServiceName();
        List<PeerRule> ofService = service == null ? null : services.get(service);
        return ofService == null ? everywhere : ofService;
    }

    private static Status refusal(ServerCall<?, ?> call, Optional<PeerIdentity> peer, List<PeerRule> rules) {
        if (peer.isEmpty()) {
            return Status.UNAUTHENTICATED.withDescription(method(call)
                    + " is for clients with a certificate, and this connection has none. Give the client an identity:"
                    + " a certificate, with its key, of a CA that this server trusts");
        }
        String expected =
                rules.stream().map(rule -> rule.kind().expected()).distinct().collect(Collectors.joining(" or "));
        return Status.PERMISSION_DENIED.withDescription(method(call) + " isn't allowed for the certificate for "
                + peer.get() + ". "
                + (expected.isEmpty() ? "It is allowed for nobody" : "It goes by " + expected)
                + ". Present a certificate that is allowed, or ask who runs this server to allow this one");
    }

    private static String method(ServerCall<?, ?> call) {
        return Printable.of(call.getMethodDescriptor().getFullMethodName());
    }

    /** Says who is allowed, see {@link PeerAuthorization}. Not thread-safe. */
    public static final class Builder {
        private final List<PeerRule> everywhere = new ArrayList<>();
        private final Map<String, List<PeerRule>> services = new HashMap<>();
        private final Map<String, List<PeerRule>> methods = new HashMap<>();

        private Builder() {}

        /**
         * Allows peers to call everything that has no rules of its own. Further calls add.
         *
         * @param rules of which one has to match
         * @return this
         */
        public Builder allow(PeerRule... rules) {
            everywhere.addAll(List.of(rules));
            return this;
        }

        /**
         * Rules of one service, in place of those for everything.
         *
         * @param name such as {@code bank.Payments}
         * @param rules of which one has to match; none allows nobody
         * @return this
         * @throws IllegalArgumentException if it isn't the name of a service
         * @throws IllegalStateException if it has rules already
         */
        public Builder service(String name, PeerRule... rules) {
            if (name.isEmpty() || name.indexOf('/') >= 0) {
                throw new IllegalArgumentException(
                        "service: \"" + name + "\" (expected: the full name of a service, as bank.Payments)");
            }
            return put(services, "service", name, rules);
        }

        /**
         * Rules of one method, in place of those of its service.
         *
         * @param name such as {@code bank.Payments/Refund}
         * @param rules of which one has to match; none allows nobody
         * @return this
         * @throws IllegalArgumentException if it isn't the full name of a method
         * @throws IllegalStateException if it has rules already
         */
        public Builder method(String name, PeerRule... rules) {
            int slash = name.indexOf('/');
            if (slash <= 0 || slash != name.lastIndexOf('/') || slash == name.length() - 1) {
                throw new IllegalArgumentException(
                        "method: \"" + name + "\" (expected: the full name of a method, as bank.Payments/Refund)");
            }
            return put(methods, "method", name, rules);
        }

        private Builder put(Map<String, List<PeerRule>> known, String setting, String name, PeerRule... rules) {
            @Nullable List<PeerRule> before = known.putIfAbsent(name, List.of(rules));
            if (before != null) {
                throw new IllegalStateException(
                        setting + "(\"" + name + "\") was set twice. Give all its rules at once");
            }
            return this;
        }

        /**
         * Makes the interceptor.
         *
         * @return for {@code ServerBuilder.intercept} or {@code ServerInterceptors.intercept}
         * @throws IllegalStateException if there are no rules at all
         */
        public PeerAuthorization build() {
            if (everywhere.isEmpty() && services.isEmpty() && methods.isEmpty()) {
                throw new IllegalStateException("without rules every call would be refused: add allow(...)");
            }
            return new PeerAuthorization(this);
        }
    }
}
