package io.livetls.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The engines of a live context, so that those in the middle of a handshake can be judged again when its native context is
 * replaced, as often as that happens. BoringSSL asks for no verdict when it resumes, and in a full handshake it asks before
 * the end: without this a peer that had come so far under older trust would get in under newer trust.
 *
 * <p>Only BoringSSL itself knows the peer of an unfinished handshake, so it is asked, by way of Netty's own binding.
 */
final class HandshakesUnderWay {
    private static final WeakReference<SslHandler> UNKNOWN = new WeakReference<>(null);

    private final X509ExtendedTrustManager liveTrust;

    /** Weak: an engine is forgotten with its connection, with the handler around it if that is known. Guarded by itself. */
    private final Map<ReferenceCountedOpenSslEngine, WeakReference<SslHandler>> engines = new WeakHashMap<>();

    HandshakesUnderWay(X509ExtendedTrustManager liveTrust) {
        this.liveTrust = liveTrust;
    }

    /** Adds an engine that hasn't begun. */
    void add(SSLEngine engine) {
        synchronized (engines) {
            engines.put((ReferenceCountedOpenSslEngine) engine, UNKNOWN);
        }
    }

    /** Tells which handler an engine is in, so that the connection can be closed, and not only be of no use. */
    void isIn(SslHandler handler) {
        synchronized (engines) {
            engines.replace((ReferenceCountedOpenSslEngine) handler.engine(), new WeakReference<>(handler));
        }
    }

    /**
     * Ends those whose peer isn't trusted now. What hasn't shown its peer yet does so later, to the trust that is current
     * then; call this when nothing can be resumed any more.
     */
    void judge() {
        List<ReferenceCountedOpenSslEngine> all;
        synchronized (engines) {
            all = List.copyOf(engines.keySet());
        }
        for (ReferenceCountedOpenSslEngine engine : all) {
            if (!isAcceptable(engine)) {
                end(engine);
            }
        }
    }

    /**
     * An engine that is shut down fails its handshake, and with it the connection. But the handshake may have come to its end
     * while the peer was judged: then a handler leaves the connection open, and nothing passes over it any more.
     */
    private void end(ReferenceCountedOpenSslEngine engine) {
        engine.shutdown();
        SslHandler handler;
        synchronized (engines) {
            handler = engines.getOrDefault(engine, UNKNOWN).get();
        }
        if (handler != null) {
            handler.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    closeBelow((Channel) done.getNow());
                }
            });
        }
    }

    /** What is above the handler may put a close off. */
    private static void closeBelow(Channel channel) {
        ChannelHandlerContext ssl = channel.pipeline().context(SslHandler.class);
        (ssl == null ? channel.close() : ssl.close()).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    private boolean isAcceptable(ReferenceCountedOpenSslEngine engine) {
        List<byte[]> peer = peer(engine);
        if (peer.isEmpty()) {
            return true;
        }
        try {
            X509Certificate[] chain = parsed(peer);
            if (engine.getUseClientMode()) {
                liveTrust.checkServerTrusted(chain, keyExchange(chain[0]));
            } else {
                liveTrust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            }
            return true;
        } catch (CertificateException e) {
            return false;
        } catch (IllegalStateException e) {
            // The handle is closed: there is no trust any more to judge by, and connections stay.
            return true;
        }
    }

    /**
     * The chain that an unfinished handshake rests on: the peer's, or that of the session that it resumes, or that a client
     * has offered to resume. Empty if there is none, or the handshake is over, or didn't begin.
     */
    private static List<byte[]> peer(ReferenceCountedOpenSslEngine engine) {
        List<byte[]> chain = new ArrayList<>();
        // The engine's own lock: nobody frees the pointer meanwhile.
        synchronized (engine) {
            long ssl = engine.sslPointer();
            if (ssl == 0 || engine.getHandshakeSession() == null) {
                return chain;
            }
            byte[] leaf = engine.getUseClientMode() ? null : SSL.getPeerCertificate(ssl);
            if (leaf != null) {
                // To a server the chain is what comes after the leaf.
                chain.add(leaf);
            }
            byte[][] rest = SSL.getPeerCertChain(ssl);
            if (rest != null) {
                Collections.addAll(chain, rest);
            }
        }
        return chain;
    }

    private static X509Certificate[] parsed(List<byte[]> chain) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate[] parsed = new X509Certificate[chain.size()];
        for (int i = 0; i < parsed.length; i++) {
            parsed[i] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(chain.get(i)));
        }
        return parsed;
    }

    /** In JSSE's words, which decide what key usage is asked for: one that the certificate has. */
    private static String keyExchange(X509Certificate leaf) {
        boolean[] keyUsage = leaf.getKeyUsage();
        return keyUsage == null || keyUsage[0] ? "UNKNOWN" : "RSA";
    }
}
