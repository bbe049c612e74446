package io.livetls.http;

import io.livetls.TlsDerivation;
import io.livetls.TlsSnapshot;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** A client for each identity and trust. */
final class ClientGenerations implements TlsDerivation<ClientGeneration> {
    private final HttpClient.Builder builder;
    private @Nullable HttpClient unused;

    ClientGenerations(HttpClient.Builder builder, HttpClient first) {
        this.builder = builder;
        this.unused = first;
    }

    @Override
    public ClientGeneration derive(TlsSnapshot next, @Nullable ClientGeneration previous) {
        if (previous != null && previous.serves(next)) {
            return previous;
        }
        HttpClient client = unused == null ? builder.build() : unused;
        unused = null;
        return new ClientGeneration(client, next);
    }

    @Override
    public void retire(ClientGeneration value) {
        value.retire();
    }
}
