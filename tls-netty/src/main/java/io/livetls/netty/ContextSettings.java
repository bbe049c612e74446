package io.livetls.netty;

import io.livetls.ClientAuth;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What no reload changes of a context. Empty lists stand for the engine's defaults. */
record ContextSettings(
        boolean client,
        ClientAuth clientAuth,
        List<String> protocols,
        List<String> cipherSuites,
        List<String> applicationProtocols,
        List<NamedGroup> groups,
        boolean resumes) {

    /** Not Netty's default, which a system property can switch off. */
    static final String HOST_CHECK = "HTTPS";

    @Nullable List<String> cipherSuitesOrNull() {
        return cipherSuites.isEmpty() ? null : cipherSuites;
    }

    String @Nullable [] protocolsOrNull() {
        return protocols.isEmpty() ? null : protocols.toArray(String[]::new);
    }

    io.netty.handler.ssl.ClientAuth nettyClientAuth() {
        return switch (clientAuth) {
            case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
            case OPTIONAL -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
            case REQUIRE -> io.netty.handler.ssl.ClientAuth.REQUIRE;
        };
    }

    ApplicationProtocolConfig alpn() {
        return applicationProtocols.isEmpty()
                ? ApplicationProtocolConfig.DISABLED
                : new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        // The two behaviours that both engines know.
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        applicationProtocols);
    }
}
