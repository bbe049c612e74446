package io.livetls.soak;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.TlsSnapshot;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handle over one layout, the three servers that it feeds, and who knows them. */
final class Site implements AutoCloseable {
    /** No poll falls into a run, so only events and retries are what notices changes; a layout may say otherwise. */
    static final Duration NEVER = Duration.ofDays(300);

    /** Guests that are gone go on trying for a while. */
    private static final int REMEMBERED = 3;

    private final String name;
    private final LiveTls tls;
    private final Judge judge;
    private final Map<Stack, EchoServer> servers = new EnumMap<>(Stack.class);
    private final Peers members;
    private final Peers live;

    /** Those who were let in at least once. */
    private final List<Guest> guests = new CopyOnWriteArrayList<>();

    private final Deque<Guest> gone = new ArrayDeque<>();
    private final LongLived longLived;

    Site(String name, Layout layout, Pki pki, Version first, Ledger ledger, EventLoopGroup group) throws IOException {
        this.name = name;
        layout.write(first);
        LiveTls.Builder builder = layout.configure(LiveTls.builder()).name(name).clientAuth(ClientAuth.REQUIRE);
        this.tls = builder.build();
        this.judge = new Judge(name, tls, ledger);
        for (Stack stack : Stack.values()) {
            servers.put(stack, stack.serve(tls, group));
        }
        this.members = new Peers(null, pki.member(), pki.root());
        this.live = Peers.live(tls);
        this.longLived = new LongLived(this, judge);
        guests.addAll(first.guests());
    }

    String name() {
        return name;
    }

    LiveTls tls() {
        return tls;
    }

    Judge judge() {
        return judge;
    }

    LongLived longLived() {
        return longLived;
    }

    int port(Stack stack) {
        EchoServer server = servers.get(stack);
        if (server == null) {
            throw new IllegalStateException("not served");
        }
        return server.port();
    }

    Peers members() {
        return members;
    }

    void joined(Guest guest) {
        guests.add(guest);
    }

    /** It stays among the guests, to be refused, until others are gone too. */
    void left(Guest guest) {
        gone.add(guest);
        if (gone.size() > REMEMBERED) {
            Guest forgotten = gone.remove();
            guests.remove(forgotten);
            forgotten.close();
        }
    }

    /** Anybody who knows this site: members, its own clients, guests that are here or gone. */
    Peer anyone(Random random) {
        int chance = random.nextInt(10);
        if (chance < 3) {
            return members.any(random);
        }
        if (chance < 5) {
            return live.any(random);
        }
        List<Guest> present = List.copyOf(guests);
        return present.get(random.nextInt(present.size())).peers().any(random);
    }

    /** Lets a peer connect, and judges what comes of it. */
    void connect(Peer peer, Stack stack, boolean mayResume) {
        TlsSnapshot before = judge.before();
        Attempt attempt = peer.attempt(port(stack), mayResume);
        if (attempt != null) {
            judge.judge(before, stack, peer, attempt);
        }
    }

    /** The same over a connection that was made before. */
    void connect(Peer peer, Stack stack, Peer.Dialing dialing) {
        TlsSnapshot before = judge.before();
        Attempt attempt = peer.attempt(dialing, port(stack), true);
        if (attempt != null) {
            judge.judge(before, stack, peer, attempt);
        }
    }

    @Override
    public void close() {
        longLived.close();
        members.close();
        live.close();
        guests.forEach(Guest::close);
        servers.values().forEach(EchoServer::close);
        tls.close();
    }
}
