package io.livetls.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/**
 * Who is at the other end of a call, as its certificate says. The chain is one that the server's credentials have verified
 * in the handshake; with those of {@link GrpcTls} that is by the trust of the handle. A client that presented nothing has no
 * identity, and where client auth is {@code NONE} nobody has one.
 *
 * <pre>{@code
 * Server server = Grpc.newServerBuilderForPort(8443, GrpcTls.serverCredentials(tls))
 *         .intercept(PeerIdentity.interceptor())
 *         .addService(new Greeter())       // asks PeerIdentity.current()
 *         .build();
 * }</pre>
 *
 * <p>{@link PeerAuthorization} puts it into the context too; then the interceptor of here isn't needed.
 *
 * <p>It is read once for each connection. Names are as the certificate has them, so those of somebody whom a trusted CA has
 * certified, and no more: don't compare them by prefix, see {@link PeerRule}.
 *
 * <p>Immutable.
 */
public final class PeerIdentity {
    private static final Context.Key<PeerIdentity> KEY = Context.key("io.livetls.grpc.PeerIdentity");
    private static final String SESSION_VALUE = PeerIdentity.class.getName();

    private final List<X509Certificate> chain;
    private final SubjectNames names;

    private PeerIdentity(List<X509Certificate> chain) {
        this.chain = chain;
        this.names = SubjectNames.of(chain.get(0));
    }

    /**
     * The identity of the peer of the call that this thread is working for.
     *
     * @return empty if the peer presented no certificate, outside of a call, and if no interceptor has looked
     */
    public static Optional<PeerIdentity> current() {
        return of(Context.current());
    }

    /**
     * The identity of the peer in a context that was kept.
     *
     * @param context of a call
     * @return empty if the peer presented no certificate, and if no interceptor has looked
     */
    public static Optional<PeerIdentity> of(Context context) {
        return Optional.ofNullable(KEY.get(context));
    }

    /**
     * Puts the peer's identity into the {@link Context} of each call, and refuses nobody.
     *
     * @return for {@code ServerBuilder.intercept} or {@code ServerInterceptors.intercept}
     */
    public static ServerInterceptor interceptor() {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                Optional<PeerIdentity> peer = ofConnection(call.getAttributes());
                return Contexts.interceptCall(in(Context.current(), peer), call, headers, next);
            }
        };
    }

    /** A context with this peer, or with none, whatever was in it before. */
    static Context in(Context context, Optional<PeerIdentity> peer) {
        PeerIdentity known = peer.orElse(null);
        return KEY.get(context) == known ? context : context.withValue(KEY, known);
    }

    /** By the attributes of a call. */
    static Optional<PeerIdentity> ofConnection(Attributes attributes) {
        SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        if (session.getValue(SESSION_VALUE) instanceof PeerIdentity known) {
            return Optional.of(known);
        }
        Optional<PeerIdentity> peer = ofSession(session);
        peer.ifPresent(known -> session.putValue(SESSION_VALUE, known));
        return peer;
    }

    private static Optional<PeerIdentity> ofSession(SSLSession session) {
        try {
            return ofChain(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    static Optional<PeerIdentity> ofChain(Certificate... presented) {
        List<X509Certificate> chain = Stream.of(presented)
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
        return chain.isEmpty() || chain.size() != presented.length
                ? Optional.empty()
                : Optional.of(new PeerIdentity(chain));
    }

    /**
     * What the peer presented, and the handshake verified.
     *
     * @return the leaf and its intermediates
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * The peer's own certificate.
     *
     * @return the first of the chain
     */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /**
     * The leaf's subject. It is what the CA let stand there; authorize by the names.
     *
     * @return perhaps empty (RFC 5280, 4.1.2.6)
     */
    public X500Principal subject() {
        return leaf().getSubjectX500Principal();
    }

    /**
     * The leaf's DNS names (RFC 5280, 4.2.1.6), without those that can't be a host name.
     *
     * @return in lower case, as A-labels, in the order of the certificate; a wildcard as it is
     */
    public List<String> dnsNames() {
        return names.dnsNames();
    }

    /**
     * The leaf's URIs (RFC 5280, 4.2.1.6).
     *
     * @return as they are, in the order of the certificate
     */
    public List<String> uris() {
        return names.uris();
    }

    /**
     * The leaf's SPIFFE ID, if it is an X.509-SVID (sections 2, 3.1, 4 and 5.2): the certificate has exactly one URI, which is
     * a SPIFFE ID with a path, isn't a CA's, and isn't for signing certificates or CRLs.
     *
     * @return empty otherwise
     */
    public Optional<SpiffeId> spiffeId() {
        return names.spiffeId();
    }

    /**
     * For logs: what authorization goes by.
     *
     * @return in one line of printable ASCII
     */
    @Override
    public String toString() {
        return Printable.of(spiffeId()
                .map(SpiffeId::toString)
                .or(() -> dnsNames().stream().findFirst().map(first -> "DNS " + String.join(", ", dnsNames())))
                .orElseGet(() -> "subject " + subject()));
    }
}
