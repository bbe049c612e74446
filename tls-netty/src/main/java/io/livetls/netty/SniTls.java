package io.livetls.netty;

import io.livetls.LiveTls;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Serves several names, each with a {@link LiveTls} of its own: makes the handlers that choose by the name that a client
 * asks for (SNI, RFC 6066, 3) and then put the {@code SslHandler} in their place.
 *
 * <pre>{@code
 * SniTls names = NettyTls.sni()
 *         .host("api.example.org", api)
 *         .host("*.example.org", other)
 *         .strict();
 * channel.pipeline().addLast(names.newHandler());
 * }</pre>
 *
 * <p>The name of TLS isn't that of HTTP: a client can ask for one host here and send requests for another. An HTTP server
 * whose hosts differ in client auth has to compare the two, and answers 421 (RFC 9110, 15.5.20).
 *
 * <p>Thread-safe. It ends with the handles; a program that makes these again and again closes each.
 */
public final class SniTls implements AutoCloseable {
    private final ServerNames<LiveSslContext> names;
    private final @Nullable LiveSslContext fallback;
    private final List<LiveSslContext> contexts;

    private SniTls(
            ServerNames<LiveSslContext> names, @Nullable LiveSslContext fallback, List<LiveSslContext> contexts) {
        this.names = names;
        this.fallback = fallback;
        this.contexts = List.copyOf(contexts);
    }

    /**
     * Makes the handler of one connection; it goes where an {@code SslHandler} would.
     *
     * <p>A client that isn't served gets the alert {@code unrecognized_name} (RFC 6066, 3), and its connection is closed. The
     * pipeline sees a {@code SniCompletionEvent} and an exception that name the host.
     *
     * @return a new handler
     */
    public ChannelHandler newHandler() {
        return new StrictSniHandler(this::find);
    }

    private @Nullable SslContext find(@Nullable String host) {
        LiveSslContext found = names.find(host);
        return found == null ? fallback : found;
    }

    /** Ends the contexts of this, not the handles they were made of. A second call does nothing. */
    @Override
    public void close() {
        contexts.forEach(LiveSslContext::close);
    }

    /** Says which names are served with what, see {@link NettyTls#sni()}. Not thread-safe. */
    public static final class Builder {
        private record Host(String pattern, LiveTls tls) {}

        private final Choices choices = new Choices();
        private final List<Host> hosts = new ArrayList<>();
        private UnaryOperator<NettyContextBuilder> options = UnaryOperator.identity();

        Builder() {}

        /**
         * Serves a name, or all names one label below a domain. An exact name comes before a wildcard.
         *
         * @param pattern such as {@code api.example.org}, {@code *.example.org} or {@code bücher.example}; any case, with or
         *     without a final dot
         * @param tls what to serve it with
         * @return this
         */
        public Builder host(String pattern, LiveTls tls) {
            hosts.add(new Host(Objects.requireNonNull(pattern, "pattern"), Objects.requireNonNull(tls, "tls")));
            return this;
        }

        /**
         * How the context of each name differs from the defaults.
         *
         * @param chosen such as {@code context -> context.applicationProtocols("h2")}
         * @return this
         * @throws IllegalStateException if this was called before
         */
        public Builder options(UnaryOperator<NettyContextBuilder> chosen) {
            choices.once("options", "options(UnaryOperator)");
            this.options = chosen;
            return this;
        }

        /**
         * Serves clients that ask for another name, or for none, with a handle of its own.
         *
         * @param tls what to serve them with
         * @return makes handlers
         * @throws IllegalArgumentException if a name isn't one
         * @throws IllegalStateException if a name was given twice, or a handle can't serve: see
         *     {@link NettyContextBuilder#build()}
         */
        public SniTls defaultTo(LiveTls tls) {
            return build(Objects.requireNonNull(tls, "tls"));
        }

        /**
         * Refuses clients that ask for another name, or for none.
         *
         * @return makes handlers
         * @throws IllegalArgumentException if a name isn't one
         * @throws IllegalStateException if there are no names, a name was given twice, or a handle can't serve: see
         *     {@link NettyContextBuilder#build()}
         */
        public SniTls strict() {
            if (hosts.isEmpty()) {
                throw new IllegalStateException("strict() without a host(...) would refuse every client: add one");
            }
            return build(null);
        }

        private SniTls build(@Nullable LiveTls others) {
            List<LiveSslContext> made = new ArrayList<>();
            boolean built = false;
            try {
                ServerNames<LiveSslContext> names = new ServerNames<>();
                for (Host host : hosts) {
                    if (!names.add(host.pattern(), context(host.tls(), made))) {
                        throw new IllegalStateException(
                                "host(\"" + host.pattern() + "\") was given twice. Give each name once");
                    }
                }
                LiveSslContext fallback = others == null ? null : context(others, made);
                built = true;
                return new SniTls(names, fallback, made);
            } finally {
                if (!built) {
                    made.forEach(LiveSslContext::close);
                }
            }
        }

        private LiveSslContext context(LiveTls tls, List<LiveSslContext> made) {
            LiveSslContext context = options.apply(NettyTls.server(tls)).build();
            made.add(context);
            return context;
        }
    }
}
