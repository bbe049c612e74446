package io.livetls.http;

import io.livetls.TlsSnapshot;
import io.livetls.material.Identity;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A client of the JDK, and with it a pool of connections, for as long as identity and trust stay. Once it is retired and its
 * last request is over, its connections close: at once from JDK 21 on; before, {@code HttpClient} has nothing to say so
 * with, and they close when it is collected.
 */
final class ClientGeneration {
    private static final @Nullable MethodHandle SHUTDOWN = shutdownOfJdk21();

    private final HttpClient client;
    private final long trustGeneration;
    private final @Nullable Identity identity;

    private int requests;
    private boolean retired;

    ClientGeneration(HttpClient client, TlsSnapshot snapshot) {
        this.client = client;
        this.trustGeneration = snapshot.trustGeneration();
        this.identity = snapshot.identity();
    }

    /** Whether what it makes of the other snapshot would be the same. Ticket keys are a server's. */
    @SuppressWarnings("ReferenceEquality") // A reload keeps the object of what it found unchanged.
    boolean serves(TlsSnapshot snapshot) {
        return snapshot.trustGeneration() == trustGeneration && snapshot.identity() == identity;
    }

    HttpClient client() {
        return client;
    }

    /** Whether a request may begin; then {@link #end} has to follow. */
    synchronized boolean begin() {
        if (!retired) {
            requests++;
        }
        return !retired;
    }

    synchronized void end() {
        requests--;
        shutDownIfOver();
    }

    synchronized void retire() {
        retired = true;
        shutDownIfOver();
    }

    private void shutDownIfOver() {
        if (retired && requests == 0 && SHUTDOWN != null) {
            try {
                SHUTDOWN.invokeExact(client);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("HttpClient.shutdown declares no checked exception", e);
            }
        }
    }

    private static @Nullable MethodHandle shutdownOfJdk21() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(HttpClient.class, "shutdown", MethodType.methodType(void.class));
        } catch (NoSuchMethodException | IllegalAccessException older) {
            return null;
        }
    }
}
