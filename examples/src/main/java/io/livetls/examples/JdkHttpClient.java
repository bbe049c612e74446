package io.livetls.examples;

import io.livetls.LiveTls;
import io.livetls.http.HttpTls;
import io.livetls.http.LiveHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** The JDK's HTTP client, with a certificate for servers that ask for one. */
public final class JdkHttpClient {
    private JdkHttpClient() {}

    /**
     * Makes one request.
     *
     * @param args a directory with tls.crt, tls.key and ca.crt, and a URI
     * @throws Exception if it fails
     */
    public static void main(String[] args) throws Exception {
        try (LiveTls tls = LiveTls.builder().secretDirectory(Path.of(args[0])).build();
                LiveHttpClient client = HttpTls.client(tls)) { // once; it follows the files
            System.out.print(get(client, URI.create(args[1])));
        }
    }

    static String get(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
