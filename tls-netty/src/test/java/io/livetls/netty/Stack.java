package io.livetls.netty;

import io.livetls.LiveTls;
import io.livetls.material.Identity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;

/** What speaks TLS on our side. */
enum Stack {
    JSSE_ENGINE,
    JSSE_SOCKET,
    CONSCRYPT_ENGINE,
    CONSCRYPT_SOCKET,
    NETTY_JDK,
    NETTY_BORINGSSL;

    private static final String GROUP = "secp256r1";
    private static final Provider CONSCRYPT = Conscrypt.newProvider();

    /** Makes the ends of one side. */
    interface Ends extends AutoCloseable {
        End next(int port) throws IOException;

        @Override
        default void close() {}
    }

    /** Our side of a conversation: a server that wants a certificate, or a client. */
    record Role(boolean client, boolean retries) {
        /** Whether it takes none of the shares that it is sent at first. */
        boolean asksForAnotherGroup() {
            return !client && retries;
        }
    }

    /** The handle's settings. */
    LiveTls.Builder with(LiveTls.Builder handle) {
        return isConscrypt() ? handle.jsseProvider(CONSCRYPT) : handle;
    }

    private boolean isConscrypt() {
        return this == CONSCRYPT_ENGINE || this == CONSCRYPT_SOCKET;
    }

    /** Ends of a live context. */
    Ends live(LiveTls tls, Role role) {
        return switch (this) {
            case JSSE_ENGINE, CONSCRYPT_ENGINE -> engines(tls.sslContext(), role, false);
            case JSSE_SOCKET, CONSCRYPT_SOCKET -> sockets(tls.sslContext(), role, false);
            case NETTY_JDK -> engines(netty(tls, role).engine(NettyEngine.JDK).build(), role);
            case NETTY_BORINGSSL -> {
                NettyContextBuilder builder = netty(tls, role).engine(NettyEngine.OPENSSL);
                if (role.asksForAnotherGroup()) {
                    builder.groups(GROUP);
                }
                yield engines(builder.build(), role);
            }
        };
    }

    private static NettyContextBuilder netty(LiveTls tls, Role role) {
        return role.client() ? NettyTls.client(tls) : NettyTls.server(tls);
    }

    /** Ends of the plain pattern: a context that is made once, over a trust manager that changes. */
    Ends swapping(LiveTls tls, Role role) {
        try {
            return switch (this) {
                case JSSE_ENGINE, CONSCRYPT_ENGINE -> engines(swappingJsse(tls, isConscrypt()), role, !role.client());
                case JSSE_SOCKET, CONSCRYPT_SOCKET -> sockets(swappingJsse(tls, isConscrypt()), role, !role.client());
                case NETTY_JDK -> engines(swappingNetty(tls, role, SslProvider.JDK), role);
                case NETTY_BORINGSSL -> engines(swappingNetty(tls, role, SslProvider.OPENSSL_REFCNT), role);
            };
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext swappingJsse(LiveTls tls, boolean conscrypt) throws GeneralSecurityException {
        SSLContext context = conscrypt ? SSLContext.getInstance("TLS", CONSCRYPT) : SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {tls.keyManager()}, new TrustManager[] {tls.trustManager()}, null);
        return context;
    }

    private static SslContext swappingNetty(LiveTls tls, Role role, SslProvider provider) throws SSLException {
        Identity identity = tls.current().identity();
        if (identity == null) {
            throw new IllegalStateException("both sides have an identity here");
        }
        SslContextBuilder builder = role.client()
                ? SslContextBuilder.forClient().keyManager(identity.privateKey(), identity.chain())
                : SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                        .clientAuth(ClientAuth.REQUIRE);
        if (provider == SslProvider.OPENSSL_REFCNT && role.asksForAnotherGroup()) {
            builder.option(OpenSslContextOption.GROUPS, new String[] {GROUP});
        }
        SslContext context = builder.sslProvider(provider)
                .protocols(tls.settings().protocols())
                .trustManager(tls.trustManager())
                .build();
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            sessions.setSessionIdContext(new byte[] {1});
            TicketKeys.random().applyTo(sessions);
        }
        return context;
    }

    /** Ends of a context, of which it isn't the owner. */
    static Ends engines(SslContext context) {
        return port -> new EngineEnd(context.newEngine(ByteBufAllocator.DEFAULT, "localhost", port));
    }

    private static Ends engines(SslContext context, Role role) {
        return new Ends() {
            @Override
            public End next(int port) {
                SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT, "localhost", port);
                if (role.asksForAnotherGroup() && !(engine instanceof ReferenceCountedOpenSslEngine)) {
                    engine.setSSLParameters(WithoutP521.in(engine.getSSLParameters()));
                }
                return new EngineEnd(engine);
            }

            @Override
            public void close() {
                if (context instanceof LiveSslContext live) {
                    live.close();
                } else {
                    ReferenceCountUtil.release(context);
                }
            }
        };
    }

    private Ends engines(SSLContext context, Role role, boolean needsClientAuth) {
        return port -> {
            SSLEngine engine = context.createSSLEngine("localhost", port);
            engine.setUseClientMode(role.client());
            if (needsClientAuth) {
                engine.setNeedClientAuth(true);
            }
            if (Conscrypt.isConscrypt(engine)) {
                Conscrypt.setUseSessionTickets(engine, true);
            }
            if (role.asksForAnotherGroup() && !isConscrypt()) {
                engine.setSSLParameters(WithoutP521.in(engine.getSSLParameters()));
            }
            return new EngineEnd(engine);
        };
    }

    private Ends sockets(SSLContext context, Role role, boolean needsClientAuth) {
        SSLSocketFactory factory = context.getSocketFactory();
        return port -> SocketEnd.of(port, transport -> {
            SSLSocket socket = (SSLSocket)
                    (role.client()
                            ? factory.createSocket(transport, "localhost", port, true)
                            : isConscrypt() && needsClientAuth
                                    ? factory.createSocket(transport, null, port, true)
                                    : factory.createSocket(transport, null, true));
            socket.setUseClientMode(role.client());
            if (needsClientAuth) {
                socket.setNeedClientAuth(true);
            }
            if (Conscrypt.isConscrypt(socket)) {
                Conscrypt.setUseSessionTickets(socket, true);
            }
            if (role.asksForAnotherGroup() && !isConscrypt()) {
                socket.setSSLParameters(WithoutP521.in(socket.getSSLParameters()));
            }
            return socket;
        });
    }
}
