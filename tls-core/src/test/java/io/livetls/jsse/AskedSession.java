package io.livetls.jsse;

import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSessionContext;

/** A session as a trust manager sees it in the middle of a handshake; it answers nothing that a trust manager doesn't ask. */
final class AskedSession extends ExtendedSSLSession {
    static final List<String> ALGORITHMS = List.of(
            "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA", "SHA256withRSA", "SHA384withRSA", "SHA512withRSA");

    private final String protocol;
    private final List<String> signatureAlgorithms;
    private final String peerHost;
    private final List<String> requested;
    private final List<byte[]> statusResponses;

    AskedSession(
            String protocol,
            List<String> signatureAlgorithms,
            String peerHost,
            List<String> requested,
            List<byte[]> statusResponses) {
        this.protocol = protocol;
        this.signatureAlgorithms = signatureAlgorithms;
        this.peerHost = peerHost;
        this.requested = requested;
        this.statusResponses = statusResponses;
    }

    static AskedSession with(String peerHost) {
        return new AskedSession("TLSv1.3", ALGORITHMS, peerHost, List.of(), List.of());
    }

    @Override
    public String[] getLocalSupportedSignatureAlgorithms() {
        return signatureAlgorithms.toArray(String[]::new);
    }

    @Override
    public String[] getPeerSupportedSignatureAlgorithms() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<SNIServerName> getRequestedServerNames() {
        return requested.stream().<SNIServerName>map(SNIHostName::new).toList();
    }

    @Override
    public List<byte[]> getStatusResponses() {
        return statusResponses;
    }

    @Override
    public String getProtocol() {
        return protocol;
    }

    @Override
    public String getPeerHost() {
        return peerHost;
    }

    @Override
    public byte[] getId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SSLSessionContext getSessionContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getCreationTime() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getLastAccessedTime() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void invalidate() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isValid() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putValue(String name, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object getValue(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeValue(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String[] getValueNames() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Certificate[] getPeerCertificates() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Certificate[] getLocalCertificates() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Principal getPeerPrincipal() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Principal getLocalPrincipal() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getCipherSuite() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getPeerPort() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getPacketBufferSize() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getApplicationBufferSize() {
        throw new UnsupportedOperationException();
    }
}
