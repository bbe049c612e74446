package io.livetls.http;

import io.livetls.Derived;
import io.livetls.LiveTls;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An {@link HttpClient} whose requests never go over a connection of before: after each change of the handle's identity or
 * trust it goes on with a new pool. A plain client of the JDK over {@link LiveTls#sslContext()} uses what is current for
 * each new connection too, but it goes on using those that it has, which with HTTP/2 may be for weeks: to a server whose CA
 * was removed, and with a certificate that was replaced.
 *
 * <p>Requests that have begun, and their bodies, run to their end. Then the connections of before are closed; before JDK 21,
 * which can't be told to, they are closed when the collector finds them.
 *
 * <p>Redirects, further tries and requests to other hosts within one {@code send} belong to the request that began.
 * WebSockets aren't pooled, so they aren't made here: use a client of the JDK with {@link LiveTls#sslContext()}.
 *
 * <p>Made by {@link HttpTls#client(LiveTls, Consumer)}, to be made once and kept: the handle knows of it until it is closed.
 * Thread-safe.
 */
public final class LiveHttpClient extends HttpClient implements AutoCloseable {
    private final LiveTls tls;
    private final Settings settings;
    private final Derived<ClientGeneration> current;
    private final Object lock = new Object();
    private long requests;
    private boolean closed;

    private LiveHttpClient(LiveTls tls, Settings settings, Derived<ClientGeneration> current) {
        this.tls = tls;
        this.settings = settings;
        this.current = current;
    }

    static LiveHttpClient of(LiveTls tls, Consumer<HttpClient.Builder> settings) {
        if (tls.current().trustAnchors() == null && tls.settings().verifiesServers()) {
            throw new IllegalStateException("this handle has no trust, and a client has to check servers: add"
                    + " trust(\"/path/to/ca.crt\") for a private CA, or trustSystem() for public servers");
        }
        HttpClient.Builder builder = HttpClient.newBuilder().sslContext(tls.sslContext());
        settings.accept(builder);
        HttpClient first = builder.build();
        if (first.sslContext() != tls.sslContext()) {
            throw new IllegalArgumentException(
                    "the settings set another SSLContext, which would never change: leave it out, the handle's is set");
        }
        return new LiveHttpClient(tls, Settings.of(first), tls.derive(new ClientGenerations(builder, first)));
    }

    /** What was set. A client that was asked for it later would stay, with its pool and its thread. */
    private record Settings(
            Optional<CookieHandler> cookieHandler,
            Optional<Duration> connectTimeout,
            Redirect followRedirects,
            Optional<ProxySelector> proxy,
            Optional<Authenticator> authenticator,
            Version version,
            Optional<Executor> executor) {

        static Settings of(HttpClient client) {
            return new Settings(
                    client.cookieHandler(),
                    client.connectTimeout(),
                    client.followRedirects(),
                    client.proxy(),
                    client.authenticator(),
                    client.version(),
                    client.executor());
        }
    }

    /**
     * Sends a request, by what is current when this is called.
     *
     * @param request what to send
     * @param handler what to do with the answer's body
     * @param <T> the body's type
     * @return the answer
     * @throws IOException if it fails, or this or the handle is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        ClientGeneration used = begin();
        try {
            return used.client().send(request, handler);
        } finally {
            end(used);
        }
    }

    /**
     * Sends a request, by what is current when this is called.
     *
     * @param request what to send
     * @param handler what to do with the answer's body
     * @param <T> the body's type
     * @return the answer; fails with an {@link IOException} also if this or the handle is closed
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return begun(client -> client.sendAsync(request, handler));
    }

    /**
     * Sends a request, by what is current when this is called.
     *
     * @param request what to send
     * @param handler what to do with the answer's body
     * @param pushes what to do with what the server pushes; null to refuse it
     * @param <T> the body's type
     * @return the answer; fails with an {@link IOException} also if this or the handle is closed
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return begun(client -> client.sendAsync(request, handler, pushes));
    }

    private <T> CompletableFuture<HttpResponse<T>> begun(
            Function<HttpClient, CompletableFuture<HttpResponse<T>>> request) {
        ClientGeneration used;
        try {
            used = begin();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        boolean sent = false;
        try {
            CompletableFuture<HttpResponse<T>> answer = request.apply(used.client());
            sent = true;
            // The JDK's own future is what is returned: to cancel it cancels the request.
            var unused = answer.whenComplete((response, failure) -> end(used));
            return answer;
        } finally {
            if (!sent) {
                end(used);
            }
        }
    }

    private ClientGeneration begin() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("this client is closed");
            }
            requests++;
        }
        try {
            // What is retired between the two steps has a successor by then.
            ClientGeneration now = current.current();
            while (!now.begin()) {
                now = current.current();
            }
            return now;
        } catch (IllegalStateException e) {
            over();
            throw new IOException("this client, or its handle, is closed: close a handle after what uses it", e);
        }
    }

    private void end(ClientGeneration used) {
        used.end();
        over();
    }

    private void over() {
        synchronized (lock) {
            requests--;
            lock.notifyAll();
        }
    }

    /** Takes no further requests. Those that have begun run to their end; this doesn't wait for them. */
    // From JDK 21 on this and those below override methods of HttpClient.
    public void shutdown() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        current.close();
    }

    /**
     * Waits until this takes no further requests, and all that began have their answer.
     *
     * @param limit how long to wait
     * @return whether it came to that
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitTermination(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            for (long left = 1; !isTerminated() && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                lock.wait(left);
            }
            return isTerminated();
        }
    }

    /**
     * Whether this takes no further requests, and all that began have their answer.
     *
     * @return true from then on
     */
    public boolean isTerminated() {
        synchronized (lock) {
            return closed && requests == 0;
        }
    }

    /**
     * Takes no further requests, and waits for the answers of those that have begun. If the thread is interrupted it waits no
     * longer. The handle stays open.
     */
    @Override
    public void close() {
        shutdown();
        synchronized (lock) {
            while (!isTerminated()) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /**
     * As it was set.
     *
     * @return empty if it wasn't
     */
    @Override
    public Optional<CookieHandler> cookieHandler() {
        return settings.cookieHandler();
    }

    /**
     * As it was set.
     *
     * @return empty if it wasn't
     */
    @Override
    public Optional<Duration> connectTimeout() {
        return settings.connectTimeout();
    }

    /**
     * As it was set.
     *
     * @return the JDK's default if it wasn't
     */
    @Override
    public Redirect followRedirects() {
        return settings.followRedirects();
    }

    /**
     * As it was set.
     *
     * @return empty if it wasn't
     */
    @Override
    public Optional<ProxySelector> proxy() {
        return settings.proxy();
    }

    /**
     * The handle's.
     *
     * @return always current
     */
    @Override
    public SSLContext sslContext() {
        return tls.sslContext();
    }

    /**
     * As they were set.
     *
     * @return a copy; those of the handle if they weren't
     * @throws IllegalStateException if this or the handle is closed
     */
    @Override
    public SSLParameters sslParameters() {
        return current.current().client().sslParameters();
    }

    /**
     * As it was set.
     *
     * @return empty if it wasn't
     */
    @Override
    public Optional<Authenticator> authenticator() {
        return settings.authenticator();
    }

    /**
     * As it was set.
     *
     * @return the JDK's default if it wasn't
     */
    @Override
    public Version version() {
        return settings.version();
    }

    /**
     * As it was set.
     *
     * @return empty if it wasn't
     */
    @Override
    public Optional<Executor> executor() {
        return settings.executor();
    }

    /**
     * For logs.
     *
     * @return the handle's name and what is current
     */
    @Override
    public String toString() {
        return "LiveHttpClient[" + tls + "]";
    }
}
