package io.livetls.amqp;

import io.livetls.LiveTls;
import io.livetls.netty.NettyTls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.util.List;

/** A live context for Netty: that of the optional {@code tls-netty}, so BoringSSL where it is; the JDK's engine else. */
final class NettyContexts {
    private NettyContexts() {}

    static SslContext client(LiveTls tls) {
        try {
            return WithTlsNetty.client(tls);
        } catch (NoClassDefFoundError withoutTlsNetty) {
            return ofJdk(tls);
        }
    }

    static SslContext ofJdk(LiveTls tls) {
        List<String> protocols = tls.settings().protocols();
        List<String> cipherSuites = tls.settings().cipherSuites();
        return new JdkSslContext(
                tls.sslContext(),
                true,
                cipherSuites.isEmpty() ? null : cipherSuites,
                IdentityCipherSuiteFilter.INSTANCE,
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.NONE,
                protocols.isEmpty() ? null : protocols.toArray(String[]::new),
                false);
    }

    /** Loads only where that module is. */
    private static final class WithTlsNetty {
        static SslContext client(LiveTls tls) {
            return NettyTls.clientContext(tls);
        }
    }
}
