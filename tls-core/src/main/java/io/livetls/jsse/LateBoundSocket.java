package io.livetls.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A socket that belongs to a generation from its handshake on, as a {@link LateBoundEngine} does and for the same
 * reasons. Until then a draft takes the configuration; the handshake and all that follows is a JDK socket's over the same
 * transport.
 */
final class LateBoundSocket extends SocketOverTransport {
    private final Supplier<JsseGeneration> current;
    private final TlsPolicy policy;
    private final @Nullable String host;
    private final @Nullable InputStream consumed;
    private final boolean autoClose;

    /** Never connected. */
    private final SSLSocket draft;

    /** Held while shaking hands, so that a reader and a writer that begin together do it once. */
    private final ReentrantLock handshaking = new ReentrantLock();

    private final InputStream input = new ApplicationInput();
    private final OutputStream output = new ApplicationOutput();
    private final Map<HandshakeCompletedListener, HandshakeCompletedListener> listeners = new ConcurrentHashMap<>();

    private volatile @Nullable Bound bound;
    private volatile @Nullable Established established;
    private volatile boolean closed;

    /** Whether any application data has come from the peer. */
    private volatile boolean heard;

    private volatile @Nullable BiFunction<SSLSocket, List<String>, @Nullable String> protocolSelector;

    private record Bound(JsseGeneration generation, SSLSocket socket) {}

    /** Only with the streams of this does application data pass. */
    private record Established(SSLSocket socket, InputStream input, OutputStream output) {}

    /**
     * A socket over another one.
     *
     * @param transport connected now or later
     * @param host what the peer was called, for SNI and name checks; null for what the transport was connected to
     * @param consumed what was read from the transport before; null for nothing
     * @param autoClose whether closing this closes the transport
     */
    LateBoundSocket(
            Supplier<JsseGeneration> current,
            TlsPolicy policy,
            Socket transport,
            @Nullable String host,
            @Nullable InputStream consumed,
            boolean autoClose)
            throws IOException {
        super(transport);
        this.current = current;
        this.policy = policy;
        this.host = host;
        this.consumed = consumed;
        this.autoClose = autoClose;
        this.draft = (SSLSocket) current.get().server().getSocketFactory().createSocket();
        policy.apply(draft);
    }

    /** The socket that has the configuration now. */
    private SSLSocket tls() {
        Bound now = bound;
        return now == null ? draft : now.socket();
    }

    private synchronized Bound bind() throws IOException {
        if (closed) {
            throw new SocketException("Socket is closed");
        }
        Bound now = bound;
        if (now == null) {
            JsseGeneration generation = current.get();
            now = new Bound(generation, configured(overTransport(generation)));
            bound = now;
            policy.provider().discard(draft);
        }
        return now;
    }

    private SSLSocket overTransport(JsseGeneration generation) throws IOException {
        boolean client = draft.getUseClientMode();
        SSLSocketFactory factory = generation.context(client).getSocketFactory();
        return client
                ? (SSLSocket) factory.createSocket(transport, host, transport.getPort(), autoClose)
                : policy.provider().serverOver(factory, transport, consumed, autoClose);
    }

    private SSLSocket configured(SSLSocket fresh) {
        fresh.setUseClientMode(draft.getUseClientMode());
        fresh.setSSLParameters(draft.getSSLParameters());
        fresh.setEnableSessionCreation(draft.getEnableSessionCreation());
        policy.enforceClientAuth(fresh);
        if (protocolSelector != null) {
            select(fresh, protocolSelector);
        }
        listeners.values().forEach(fresh::addHandshakeCompletedListener);
        return policy.provider().ready(fresh);
    }

    private Established established() throws IOException {
        Established done = established;
        if (done != null) {
            return done;
        }
        handshaking.lock();
        try {
            done = established;
            if (done == null) {
                Bound now = bind();
                shakeHands(now.socket());
                recheck(now);
                done = new Established(
                        now.socket(),
                        now.socket().getInputStream(),
                        now.socket().getOutputStream());
                established = done;
            }
            return done;
        } finally {
            handshaking.unlock();
        }
    }

    private void shakeHands(SSLSocket socket) throws IOException {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw closed || !socket.getUseClientMode()
                    ? e
                    : UnansweredClient.inHandshake(e, socket.getHandshakeSession());
        }
    }

    private void recheck(Bound now) throws IOException {
        try {
            now.generation().recheck(now.socket().getSession(), getUseClientMode(), current);
        } catch (SSLHandshakeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void startHandshake() throws IOException {
        Established done = established;
        if (done == null) {
            established();
        } else {
            done.socket().startHandshake();
        }
    }

    @Override
    public SSLSession getSession() {
        try {
            return isConnected() ? established().socket().getSession() : draft.getSession();
        } catch (IOException e) {
            // As the JDK: the session of no connection says that there is none.
            return draft.getSession();
        }
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return tls().getHandshakeSession();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        checkOpen();
        return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        checkOpen();
        return output;
    }

    private void checkOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        if (!isConnected()) {
            throw new SocketException("Socket is not connected");
        }
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // closing says goodbye to the peer, which may block
    public void close() throws IOException {
        Bound now;
        synchronized (this) {
            closed = true;
            now = bound;
        }
        if (now != null) {
            now.socket().close();
        } else if (autoClose) {
            transport.close();
        }
    }

    @Override
    public boolean isClosed() {
        return closed || (bound == null ? transport : tls()).isClosed();
    }

    @Override
    public void shutdownInput() throws IOException {
        (bound == null ? transport : tls()).shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        (bound == null ? transport : tls()).shutdownOutput();
    }

    @Override
    public boolean isInputShutdown() {
        return (bound == null ? transport : tls()).isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return (bound == null ? transport : tls()).isOutputShutdown();
    }

    @Override
    public String getApplicationProtocol() {
        return tls().getApplicationProtocol();
    }

    @Override
    public String getHandshakeApplicationProtocol() {
        return tls().getHandshakeApplicationProtocol();
    }

    @Override
    public synchronized void setHandshakeApplicationProtocolSelector(
            @Nullable BiFunction<SSLSocket, List<String>, @Nullable String> selector) {
        protocolSelector = selector;
        select(tls(), selector);
    }

    @Override
    public @Nullable BiFunction<SSLSocket, List<String>, @Nullable String> getHandshakeApplicationProtocolSelector() {
        return protocolSelector;
    }

    /** The selector gets this socket, which is the one that its owner knows. */
    private void select(SSLSocket target, @Nullable BiFunction<SSLSocket, List<String>, @Nullable String> selector) {
        target.setHandshakeApplicationProtocolSelector(
                selector == null ? null : (inner, protocols) -> selector.apply(this, protocols));
    }

    @Override
    public synchronized void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
        HandshakeCompletedListener relay =
                event -> listener.handshakeCompleted(new HandshakeCompletedEvent(this, event.getSession()));
        if (listeners.putIfAbsent(listener, relay) == null && bound != null) {
            tls().addHandshakeCompletedListener(relay);
        }
    }

    @Override
    public synchronized void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
        HandshakeCompletedListener relay = listeners.remove(listener);
        if (relay == null) {
            throw new IllegalArgumentException("not a listener of this socket");
        }
        if (bound != null) {
            tls().removeHandshakeCompletedListener(relay);
        }
    }

    @Override
    public synchronized void setUseClientMode(boolean client) {
        tls().setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
        return tls().getUseClientMode();
    }

    @Override
    public synchronized void setNeedClientAuth(boolean need) {
        tls().setNeedClientAuth(need);
        policy.enforceClientAuth(tls());
    }

    @Override
    public boolean getNeedClientAuth() {
        return tls().getNeedClientAuth();
    }

    @Override
    public synchronized void setWantClientAuth(boolean want) {
        tls().setWantClientAuth(want);
        policy.enforceClientAuth(tls());
    }

    @Override
    public boolean getWantClientAuth() {
        return tls().getWantClientAuth();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return tls().getSSLParameters();
    }

    @Override
    public synchronized void setSSLParameters(SSLParameters parameters) {
        tls().setSSLParameters(parameters);
        policy.enforceClientAuth(tls());
    }

    @Override
    public synchronized void setEnableSessionCreation(boolean enable) {
        tls().setEnableSessionCreation(enable);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return tls().getEnableSessionCreation();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls().getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return tls().getEnabledCipherSuites();
    }

    @Override
    public synchronized void setEnabledCipherSuites(String[] suites) {
        tls().setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return tls().getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return tls().getEnabledProtocols();
    }

    @Override
    public synchronized void setEnabledProtocols(String[] protocols) {
        tls().setEnabledProtocols(protocols);
    }

    /** What there is to say of a connection that broke before the server has answered anything. */
    private IOException explained(IOException broken, Established done) {
        return heard || closed || !done.socket().getUseClientMode()
                ? broken
                : UnansweredClient.afterHandshake(broken, done.socket().getSession());
    }

    @Override
    public String toString() {
        return "TLS over " + transport;
    }

    private final class ApplicationInput extends InputStream {
        @Override
        public int read() throws IOException {
            Established done = established();
            try {
                return noted(done.input().read());
            } catch (IOException e) {
                throw explained(e, done);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Established done = established();
            try {
                return noted(done.input().read(target, offset, length));
            } catch (IOException e) {
                throw explained(e, done);
            }
        }

        private int noted(int read) {
            if (!heard && read >= 0) {
                heard = true;
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            Established done = established;
            return done == null ? 0 : done.input().available();
        }

        @Override
        public void close() throws IOException {
            LateBoundSocket.this.close();
        }
    }

    private final class ApplicationOutput extends OutputStream {
        @Override
        public void write(int data) throws IOException {
            write(new byte[] {(byte) data}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            Established done = established();
            try {
                done.output().write(source, offset, length);
            } catch (IOException e) {
                throw explained(e, done);
            }
        }

        @Override
        public void flush() throws IOException {
            Established done = established;
            if (done != null) {
                done.output().flush();
            }
        }

        @Override
        public void close() throws IOException {
            LateBoundSocket.this.close();
        }
    }
}
