package io.livetls.examples.service;

import io.livetls.LiveTls;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** What new connections of each channel use, seen from the other side. */
final class Channels {
    private static final int NAME = 32;
    private static final int CELL = 14;

    private final PrintStream out;
    private final Service service;
    private final Path trust;

    /**
     * Looks at a service.
     *
     * @param trust the certificates that its customers trust
     */
    Channels(PrintStream out, Service service, Path trust) {
        this.out = out;
        this.service = service;
        this.trust = trust;
    }

    void head() {
        StringBuilder line = new StringBuilder(pad("", NAME));
        service.wires().forEach(wire -> line.append(pad(wire.channel(), CELL)));
        out.println(line + "orders  failed");
    }

    /**
     * Prints a line.
     *
     * @return the serial numbers that were seen
     */
    List<String> line(String name, Customers by) throws Exception {
        List<String> seen = new ArrayList<>();
        StringBuilder line = new StringBuilder(pad(name, NAME));
        for (Wire wire : service.wires()) {
            Optional<String> shown = shown(wire);
            shown.ifPresent(seen::add);
            String generation = wire.tls()
                    .map(tls -> Long.toString(tls.current().generation()))
                    .orElse("plaintext");
            line.append(pad(
                    generation + shown.map(serial -> " .." + end(serial)).orElse(""), CELL));
        }
        out.println(line + pad(Long.toString(by.placed()), 8) + by.failed());
        return seen;
    }

    /** The serial number of the certificate that the API shows. */
    String served() throws Exception {
        return shown(service.wires().get(0)).orElse("");
    }

    private Optional<String> shown(Wire wire) throws Exception {
        if (wire instanceof OutgoingWire outgoing) {
            return outgoing.connect();
        }
        return wire.tls().isPresent() && wire instanceof Endpoint endpoint
                ? Optional.of(shownBy(URI.create(endpoint.url())))
                : Optional.empty();
    }

    private String shownBy(URI server) throws IOException {
        // Somebody new: who returns may resume a session, and then sees no certificate at all.
        try (LiveTls somebody = LiveTls.builder()
                        .name("somebody")
                        .trust(trust.toString())
                        .build();
                SSLSocket socket = (SSLSocket)
                        somebody.sslContext().getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            socket.startHandshake();
            X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return leaf.getSerialNumber().toString(16);
        }
    }

    /** Waits until every channel has taken this from the files. */
    void await(X509Certificate leaf, int anchors) throws InterruptedException {
        for (Wire wire : service.wires()) {
            if (wire.tls().isPresent()) {
                Following.await(wire.tls().get(), leaf, anchors);
            }
        }
    }

    private static String end(String serial) {
        return serial.substring(Math.max(0, serial.length() - 4));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
