package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.ClientAuth;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.netty.handler.ssl.OpenSslSessionContext;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A session is a promise of one policy and one trust: what was made under others isn't resumed. */
class PolicyTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create("Server root");
    private static final CertificateAuthority ONE = CertificateAuthority.create("One CA");
    private static final CertificateAuthority OTHER = CertificateAuthority.create("Other CA");
    private static final IssuedCertificate SERVER = ROOT.issue();
    private static final IssuedCertificate MALLORY = ONE.issue();

    static Stream<Arguments> stacksAndWays() {
        return Stream.of(Stack.values())
                .flatMap(stack -> Stream.of(Way.values()).map(way -> Arguments.of(stack, way)));
    }

    private static Rotating handle(Way way, ClientAuth clientAuth, CertificateAuthority trusted) {
        return Rotating.of(
                material(SERVER, trusted), with -> with.clientAuth(clientAuth).protocols(way.protocol()));
    }

    private static Stranger client(Way way, @Nullable IssuedCertificate identity) {
        return Stranger.of(way, true, ROOT, identity);
    }

    private static Stack.Ends serving(Stack stack, Way way, Rotating handle) {
        return stack.live(handle.tls(), new Stack.Role(false, way.retries()));
    }

    /** Whether data passed both ways, or none at all. */
    private static boolean isServed(Stack.Ends server, Stranger client) throws IOException {
        try (Conversation conversation = new Conversation(client.newEnd(), server.next(client.port())).finish()) {
            assertThat(conversation).matches(end -> end.isGood() || !end.passedData(), "is good or has passed nothing");
            return conversation.isGood();
        }
    }

    private static void assertResumes(Stack.Ends server, Stranger client, boolean expected) throws IOException {
        int before = client.fullHandshakes();
        assertThat(isServed(server, client)).as("served").isTrue();
        assertThat(client.fullHandshakes() == before).as("resumed").isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("stacksAndWays")
    void aSessionWithoutACertificateOpensNothingWhereOneIsRequired(Stack stack, Way way) throws IOException {
        for (ClientAuth lax : new ClientAuth[] {ClientAuth.NONE, ClientAuth.OPTIONAL}) {
            try (Stranger anonymous = client(way, null)) {
                try (Rotating before = handle(way, lax, ONE);
                        Stack.Ends server = serving(stack, way, before)) {
                    assertResumes(server, anonymous, false);
                    assertResumes(server, anonymous, true);
                }
                try (Rotating after = handle(way, ClientAuth.REQUIRE, ONE);
                        Stack.Ends server = serving(stack, way, after)) {
                    assertThat(isServed(server, anonymous)).isFalse();
                    assertThat(isServed(server, anonymous)).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stacksAndWays")
    void aSessionOfOneHandleOpensNothingAtAnother(Stack stack, Way way) throws IOException {
        try (Stranger mallory = client(way, MALLORY);
                Rotating his = handle(way, ClientAuth.REQUIRE, ONE);
                Rotating another = handle(way, ClientAuth.REQUIRE, OTHER);
                Stack.Ends hisServer = serving(stack, way, his);
                Stack.Ends anotherServer = serving(stack, way, another)) {
            assertResumes(hisServer, mallory, false);
            assertResumes(hisServer, mallory, true);

            assertThat(isServed(anotherServer, mallory)).isFalse();
        }
    }

    /** Processes that share keys are the reason for {@link SessionIdContext}; contexts of one process stand for them. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"TLS12_TICKET", "TLS13_JDK", "TLS13_BORINGSSL"})
    void sharedTicketKeysCarrySessionsOnlyWherePolicyAndTrustAreTheSame(Way way) throws IOException {
        TicketKeys keys = TicketKeys.random();
        try (Rotating optional = handle(way, ClientAuth.OPTIONAL, ONE);
                Rotating required = handle(way, ClientAuth.REQUIRE, ONE);
                Rotating otherTrust = handle(way, ClientAuth.REQUIRE, OTHER);
                Stranger anonymous = client(way, null);
                Stranger mallory = client(way, MALLORY);
                LiveSslContext lax = sharing(keys, optional);
                LiveSslContext laxToo = sharing(keys, optional);
                LiveSslContext strict = sharing(keys, required);
                LiveSslContext strictToo = sharing(keys, required);
                LiveSslContext other = sharing(keys, otherTrust)) {
            assertResumes(Stack.engines(lax), anonymous, false);
            assertResumes(Stack.engines(laxToo), anonymous, true);
            assertThat(isServed(Stack.engines(strict), anonymous)).isFalse();

            assertResumes(Stack.engines(strict), mallory, false);
            assertResumes(Stack.engines(strictToo), mallory, true);
            assertThat(isServed(Stack.engines(other), mallory)).isFalse();
        }
    }

    private static LiveSslContext sharing(TicketKeys keys, Rotating handle) {
        LiveSslContext context =
                NettyTls.server(handle.tls()).engine(NettyEngine.OPENSSL).build();
        keys.applyTo((OpenSslSessionContext) context.sessionContext());
        return context;
    }

    static Stream<Arguments> enginesAndWays() {
        return Stream.of(NettyEngine.OPENSSL, NettyEngine.JDK)
                .flatMap(engine ->
                        Stream.of(Way.values()).filter(way -> !way.retries()).map(way -> Arguments.of(engine, way)));
    }

    /**
     * The door between virtual hosts: a session that was made with one name and is offered to another. By BoringSSL's client
     * alone: the JDK's asks for the name that its session was made with, whatever it is told.
     */
    @ParameterizedTest
    @MethodSource("enginesAndWays")
    void aSessionOfOneNameOpensNothingUnderAnother(NettyEngine engine, Way way) throws IOException {
        try (Rotating his = handle(way, ClientAuth.REQUIRE, ONE);
                Rotating another = handle(way, ClientAuth.REQUIRE, OTHER);
                SniTls names = NettyTls.sni()
                        .options(context -> context.engine(engine))
                        .host("his.example.org", his.tls())
                        .host("another.example.org", another.tls())
                        .strict();
                Stranger mallory = Stranger.ofBoringSsl(way, true, ROOT, MALLORY)) {
            assertThat(isServed(names, mallory, "his.example.org")).isTrue();
            assertThat(isServed(names, mallory, "his.example.org")).isTrue();
            assertThat(mallory.fullHandshakes()).as("the second resumes").isEqualTo(1);

            assertThat(isServed(names, mallory, "another.example.org")).isFalse();
        }
    }

    private static boolean isServed(SniTls names, Stranger client, String name) throws IOException {
        try (Conversation conversation =
                new Conversation(client.newEnd(name), new ChannelEnd(names.newHandler())).finish()) {
            assertThat(conversation).matches(end -> end.isGood() || !end.passedData(), "is good or has passed nothing");
            return conversation.isGood();
        }
    }
}
