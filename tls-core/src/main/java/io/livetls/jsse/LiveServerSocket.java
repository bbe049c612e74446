package io.livetls.jsse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server socket that outlives generations. The JDK's own is tied to its context for ever; this one accepts plain
 * connections, and each finds its context when it shakes hands.
 */
final class LiveServerSocket extends SSLServerSocket {
    private final Supplier<JsseGeneration> current;
    private final TlsPolicy policy;

    /** Never bound: it keeps the configuration, checked by the JDK's own rules. */
    private final SSLServerSocket draft;

    LiveServerSocket(Supplier<JsseGeneration> current, TlsPolicy policy) throws IOException {
        this.current = current;
        this.policy = policy;
        this.draft = draft(current, policy);
    }

    LiveServerSocket(
            Supplier<JsseGeneration> current, TlsPolicy policy, int port, int backlog, @Nullable InetAddress address)
            throws IOException {
        super(port, backlog, address);
        this.current = current;
        this.policy = policy;
        this.draft = draft(current, policy);
    }

    private static SSLServerSocket draft(Supplier<JsseGeneration> current, TlsPolicy policy) throws IOException {
        SSLServerSocket draft = (SSLServerSocket)
                current.get().server().getServerSocketFactory().createServerSocket();
        SSLParameters parameters = draft.getSSLParameters();
        policy.apply(parameters);
        draft.setSSLParameters(parameters);
        return draft;
    }

    @Override
    public Socket accept() throws IOException {
        Socket plain = new Socket();
        implAccept(plain);
        boolean handedOver = false;
        try {
            SSLSocket accepted = new LateBoundSocket(current, policy, plain, null, null, true);
            accepted.setUseClientMode(draft.getUseClientMode());
            accepted.setSSLParameters(draft.getSSLParameters());
            accepted.setEnableSessionCreation(draft.getEnableSessionCreation());
            handedOver = true;
            return accepted;
        } finally {
            if (!handedOver) {
                plain.close();
            }
        }
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return draft.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        draft.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return draft.getSupportedCipherSuites();
    }

    @Override
    public String[] getSupportedProtocols() {
        return draft.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return draft.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        draft.setEnabledProtocols(protocols);
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        draft.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return draft.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        draft.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return draft.getWantClientAuth();
    }

    @Override
    public void setUseClientMode(boolean client) {
        draft.setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
        return draft.getUseClientMode();
    }

    @Override
    public void setEnableSessionCreation(boolean enable) {
        draft.setEnableSessionCreation(enable);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return draft.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return draft.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        draft.setSSLParameters(parameters);
    }
}
