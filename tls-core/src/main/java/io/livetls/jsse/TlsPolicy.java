package io.livetls.jsse;

import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * What comes from the settings and which no file changes. Applied to everything that a live context makes.
 *
 * @param wantsClientAuth whether servers ask for a client certificate
 * @param needsClientAuth whether servers insist on one
 * @param verifiesServers whether clients check the server's certificate
 * @param pathChecks how path validation is helped
 * @param protocols the enabled protocols; empty for the platform's
 * @param cipherSuites the enabled cipher suites; empty for the platform's
 * @param provider whose TLS it is
 */
public record TlsPolicy(
        boolean wantsClientAuth,
        boolean needsClientAuth,
        boolean verifiesServers,
        PathChecks pathChecks,
        List<String> protocols,
        List<String> cipherSuites,
        JsseProvider provider) {

    /**
     * Protocols and cipher suites as defaults, which the caller of the engine may narrow. What the settings don't say isn't
     * touched: an engine whose lists were set, even to what they were, keeps them when it becomes a client's or a server's.
     */
    void apply(SSLEngine engine) {
        if (!protocols.isEmpty()) {
            engine.setEnabledProtocols(protocols.toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            engine.setEnabledCipherSuites(cipherSuites.toArray(String[]::new));
        }
        enforceClientAuth(engine);
    }

    /** As for engines. */
    void apply(SSLSocket socket) {
        if (!protocols.isEmpty()) {
            socket.setEnabledProtocols(protocols.toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            socket.setEnabledCipherSuites(cipherSuites.toArray(String[]::new));
        }
        enforceClientAuth(socket);
    }

    /** As for engines, with values instead of defaults: parameters that stand alone have no others. */
    void apply(SSLParameters parameters) {
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
        }
        if (needsClientAuth) {
            parameters.setNeedClientAuth(true);
        } else if (wantsClientAuth) {
            parameters.setWantClientAuth(true);
        }
    }

    /** Client auth at least as strict as the settings say: frameworks like to "reset" it to their own default. */
    void enforceClientAuth(SSLEngine engine) {
        if (needsClientAuth && !engine.getNeedClientAuth()) {
            engine.setNeedClientAuth(true);
        } else if (wantsClientAuth && !engine.getNeedClientAuth() && !engine.getWantClientAuth()) {
            engine.setWantClientAuth(true);
        }
    }

    /** As for engines. */
    void enforceClientAuth(SSLSocket socket) {
        if (needsClientAuth && !socket.getNeedClientAuth()) {
            socket.setNeedClientAuth(true);
        } else if (wantsClientAuth && !socket.getNeedClientAuth() && !socket.getWantClientAuth()) {
            socket.setWantClientAuth(true);
        }
    }
}
