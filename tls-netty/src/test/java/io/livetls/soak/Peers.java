package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The clients of one certificate: for each protocol, one of the JDK and one of BoringSSL. */
final class Peers implements AutoCloseable {
    /** The ways to resume differ: tickets, session ids and pre-shared keys. */
    static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    private final List<Peer> all;

    Peers(@Nullable Guest guest, IssuedCertificate identity, CertificateAuthority serverRoot) {
        this.all = PROTOCOLS.stream()
                .flatMap(protocol -> Stream.of(
                        peer(guest, identity, serverRoot, protocol, false),
                        peer(guest, identity, serverRoot, protocol, true)))
                .toList();
    }

    private Peers(List<Peer> all) {
        this.all = all;
    }

    /** The site's own handle as a client, in each stack. */
    static Peers live(LiveTls tls) {
        List<Peer> peers = new ArrayList<>();
        for (Stack stack : Stack.values()) {
            peers.add(new Peer("live client, " + stack.text, null, null, null, () -> Engines.live(tls, stack)));
        }
        return new Peers(List.copyOf(peers));
    }

    private static Peer peer(
            @Nullable Guest guest,
            IssuedCertificate identity,
            CertificateAuthority serverRoot,
            String protocol,
            boolean boringSsl) {
        SeenKeys keys = new SeenKeys(identity);
        SeenTrust trust = new SeenTrust(serverRoot);
        String name =
                (guest == null ? "member" : guest.toString()) + ", " + protocol + (boringSsl ? ", BoringSSL" : ", JDK");
        return new Peer(
                name,
                guest,
                keys,
                trust,
                () -> boringSsl ? Engines.boringSsl(protocol, keys, trust) : Engines.jdk(protocol, keys, trust));
    }

    List<Peer> all() {
        return all;
    }

    Peer any(Random random) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public void close() {
        all.forEach(Peer::close);
    }
}
