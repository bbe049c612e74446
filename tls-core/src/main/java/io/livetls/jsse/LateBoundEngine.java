package io.livetls.jsse;

import io.livetls.engine.ForwardingEngine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An engine that belongs to a generation from its first handshake step on, not from its creation. Two things are known
 * only then: whether it is a client or a server, which differ in how long their sessions may live; and what is current,
 * which matters for a connection that was accepted before a CA was removed and says its first word after it.
 *
 * <p>Until then a draft engine takes the configuration. All decisions of TLS are made by the JDK's engine.
 */
final class LateBoundEngine extends ForwardingEngine {
    /** The protocol of the session that the JDK gives before there is one. */
    private static final String NO_SESSION = "NONE";

    private final Supplier<JsseGeneration> current;
    private final TlsPolicy policy;
    private final Function<SSLContext, SSLEngine> factory;

    /** The draft first, then the engine of the connection. */
    private volatile SSLEngine engine;

    private final SSLContext draftContext;
    private volatile boolean modeChosen;

    /** What the connection began under; null until it began. */
    private volatile @Nullable JsseGeneration began;

    /** Whether the handshake's end was seen and found good. */
    private volatile boolean established;

    private volatile @Nullable BiFunction<SSLEngine, List<String>, @Nullable String> protocolSelector;

    LateBoundEngine(Supplier<JsseGeneration> current, TlsPolicy policy, Function<SSLContext, SSLEngine> factory) {
        this(current, policy, factory, null, -1);
    }

    LateBoundEngine(
            Supplier<JsseGeneration> current,
            TlsPolicy policy,
            Function<SSLContext, SSLEngine> factory,
            @Nullable String peerHost,
            int peerPort) {
        super(peerHost, peerPort);
        this.current = current;
        this.policy = policy;
        this.factory = factory;
        this.draftContext = current.get().server();
        this.engine = factory.apply(draftContext);
        policy.apply(engine);
    }

    @Override
    protected SSLEngine engine() {
        return engine;
    }

    /** The engine of the connection, bound now if it wasn't. */
    private SSLEngine bind() {
        if (began != null) {
            return engine;
        }
        synchronized (this) {
            // Without a mode the draft itself says what is missing, and what was closed before it began stays closed.
            if (began == null && modeChosen && !engine.isOutboundDone() && !engine.isInboundDone()) {
                JsseGeneration now = current.get();
                SSLEngine draft = engine;
                engine = boundEngine(draft, now);
                began = now;
                if (engine != draft) {
                    policy.provider().discard(draft);
                }
            }
            return engine;
        }
    }

    private SSLEngine boundEngine(SSLEngine draft, JsseGeneration now) {
        SSLContext context = now.context(draft.getUseClientMode());
        SSLEngine chosen = context == draftContext ? draft : copyOf(draft, factory.apply(context));
        enforce(chosen);
        return policy.provider().ready(chosen);
    }

    private SSLEngine copyOf(SSLEngine draft, SSLEngine fresh) {
        fresh.setUseClientMode(draft.getUseClientMode());
        fresh.setSSLParameters(draft.getSSLParameters());
        fresh.setEnableSessionCreation(draft.getEnableSessionCreation());
        if (protocolSelector != null) {
            select(fresh, protocolSelector);
        }
        return fresh;
    }

    private void enforce(SSLEngine target) {
        if (!target.getUseClientMode()) {
            policy.enforceClientAuth(target);
        }
    }

    @Override
    public void beginHandshake() throws SSLException {
        bind().beginHandshake();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        SSLEngineResult result = bind().wrap(sources, offset, length, target);
        return established ? result : checked(result, result.bytesConsumed());
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        SSLEngineResult result = bind().unwrap(source, targets, offset, length);
        return established ? result : checked(result, result.bytesProduced());
    }

    /** Looks for the end of the handshake, which is there with the first application data at the latest. */
    private SSLEngineResult checked(SSLEngineResult result, int applicationData) throws SSLException {
        JsseGeneration under = began;
        boolean over = applicationData > 0
                || result.getHandshakeStatus() == HandshakeStatus.FINISHED
                || result.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        if (under != null && over && !engine.getSession().getProtocol().equals(NO_SESSION)) {
            try {
                under.recheck(engine.getSession(), engine.getUseClientMode(), current);
            } catch (SSLHandshakeException e) {
                abandon();
                throw e;
            } finally {
                established = true;
            }
        }
        return result;
    }

    /** From now on the engine gives an alert, and nothing else. */
    private void abandon() {
        try {
            engine.closeInbound();
        } catch (SSLException untidy) {
            // Just so: the JDK answers an end without the peer's close_notify by a fatal alert.
        }
        engine.closeOutbound();
    }

    @Override
    public synchronized void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLEngine, List<String>, @Nullable String> selector) {
        protocolSelector = selector;
        select(engine, selector);
    }

    @Override
    public @Nullable BiFunction<SSLEngine, List<String>, @Nullable String> getHandshakeApplicationProtocolSelector() {
        return protocolSelector;
    }

    /** The selector gets this engine, which is the one that its owner knows. */
    private void select(SSLEngine target, @Nullable BiFunction<SSLEngine, List<String>, @Nullable String> selector) {
        target.setHandshakeApplicationProtocolSelector(
                selector == null ? null : (inner, protocols) -> selector.apply(this, protocols));
    }

    @Override
    public synchronized void setUseClientMode(boolean client) {
        engine.setUseClientMode(client);
        modeChosen = true;
    }

    @Override
    public synchronized void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
        enforce(engine);
    }

    @Override
    public synchronized void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
        enforce(engine);
    }

    @Override
    public synchronized void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
        enforce(engine);
    }

    @Override
    public synchronized void setEnableSessionCreation(boolean enable) {
        engine.setEnableSessionCreation(enable);
    }

    @Override
    public synchronized void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public synchronized void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }
}
