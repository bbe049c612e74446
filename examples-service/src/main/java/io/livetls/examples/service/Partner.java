package io.livetls.examples.service;

import io.livetls.LiveTls;
import io.livetls.http.HttpTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;

/** Calls to somebody else's API. */
final class Partner implements OutgoingWire {
    private static final int OK = 200;

    private final Optional<LiveTls> tls;
    private final HttpClient client;
    private final URI address;

    Partner(Handles handles, Map<String, String> variables) {
        tls = handles.open(channel());
        client = client();
        address = URI.create((tls.isPresent() ? "https://" : "http://")
                + variables.get(tls.isPresent() ? "PARTNER_HTTPS" : "PARTNER_HTTP"));
    }

    @Override
    public String channel() {
        return "partner";
    }

    @Override
    public Optional<LiveTls> tls() {
        return tls;
    }

    private HttpClient client() {
        return tls.<HttpClient>map(HttpTls::client).orElseGet(HttpClient::newHttpClient);
    }

    /** Tells the partner of an order. */
    void tell(long order) throws IOException, InterruptedException {
        String unused = ask(client, "/orders/" + order);
    }

    private String ask(HttpClient by, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                by.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException("the partner answered " + answer.statusCode());
        }
        return answer.body();
    }

    @Override
    public Optional<String> connect() throws IOException, InterruptedException {
        String seen = ask(client(), "/");
        return seen.equals(PartnerServer.ANONYMOUS) ? Optional.empty() : Optional.of(seen);
    }

    @Override
    public void close() {
        // Java 17's client has no close; its connections end with it.
    }
}
