package io.livetls.netty;

import static io.livetls.netty.Rotating.material;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.LiveTls;
import io.livetls.material.Material;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import io.livetls.material.SessionTicketKeys;
import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.KeyAlgorithm;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can't work is said when the context is made. */
class ContextBuilderTest {
    private static final OpenSslLibrary ABSENT = () -> new ClassNotFoundException("io.netty.internal.tcnative.SSL");

    private final CertificateAuthority root = CertificateAuthority.create("Test root");
    private final IssuedCertificate server = root.issue();

    private static NettyContextBuilder withoutOpenSsl(LiveTls tls) {
        return new NettyContextBuilder(tls, false, ABSENT);
    }

    @Test
    void autoTakesBoringSslWhereItIsAndTheJdkElsewhere() {
        try (Rotating handle = Rotating.of(material(server))) {
            assertThat(NettyTls.serverContext(handle.tls())).isInstanceOf(OpenSslLiveContext.class);
            assertThat(withoutOpenSsl(handle.tls()).build()).isInstanceOf(JdkLiveContext.class);
        }
    }

    @Test
    void openSslThatIsAskedForAndNotThereIsAnErrorThatNamesTheDependency() {
        try (Rotating handle = Rotating.of(material(server))) {
            NettyContextBuilder builder = withoutOpenSsl(handle.tls()).engine(NettyEngine.OPENSSL);

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("engine(OPENSSL): Netty's native OpenSSL isn't available"
                            + " (java.lang.ClassNotFoundException: io.netty.internal.tcnative.SSL). Add the dependency"
                            + " io.netty:netty-tcnative-boringssl-static for this platform, or use engine(AUTO)")
                    .hasCauseInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void aHandleWithoutTrustHasNoClientContext() {
        try (Rotating handle = Rotating.of(material(server))) {
            assertThatThrownBy(() -> NettyTls.clientContext(handle.tls()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this handle has no trust, and a client has to check servers: add"
                            + " trust(\"/path/to/ca.crt\") for a private CA, or trustSystem() for public servers");
        }
    }

    @Test
    void aHandleWithoutIdentityHasNoServerContext() {
        try (Rotating handle = Rotating.of(material(null, root))) {
            assertThatThrownBy(() -> NettyTls.serverContext(handle.tls()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this handle has no identity, and a server has to present one: add"
                            + " identity(Path.of(\"/path/to/tls.crt\"), Path.of(\"/path/to/tls.key\"))");
        }
    }

    @Test
    void aSettingThatIsGivenTwiceIsRefusedByName() {
        try (Rotating handle = Rotating.of(material(server))) {
            NettyContextBuilder builder = NettyTls.server(handle.tls())
                    .engine(NettyEngine.JDK)
                    .applicationProtocols("h2")
                    .groups("x25519");

            assertThatThrownBy(() -> builder.engine(NettyEngine.AUTO))
                    .hasMessage("engine was set twice: first JDK, then AUTO. Set it once");
            assertThatThrownBy(() -> builder.applicationProtocols("http/1.1"))
                    .hasMessage("applicationProtocols was set twice: first [h2], then [http/1.1]. Set it once");
            assertThatThrownBy(() -> builder.groups("x448"))
                    .hasMessage("groups was set twice: first [x25519], then [x448]. Set it once");
        }
    }

    @Test
    void aGroupThatNobodyKnowsIsRefused() {
        try (Rotating handle = Rotating.of(material(server))) {
            assertThatThrownBy(() -> NettyTls.server(handle.tls()).groups("x25518"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("groups: x25518 isn't known (expected: X25519, x448, secp256r1, secp384r1, secp521r1,"
                            + " ffdhe2048, ffdhe3072, ffdhe4096, X25519MLKEM768)");
        }
    }

    @Test
    void aChoiceAmongTheTls13CipherSuitesIsTheJdksBusiness() {
        try (Rotating handle = Rotating.of(material(server), with -> with.cipherSuites("TLS_AES_256_GCM_SHA384"))) {
            assertThatThrownBy(() -> NettyTls.server(handle.tls())
                            .engine(NettyEngine.OPENSSL)
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("engine(OPENSSL): BoringSSL has the cipher suites of TLS 1.3 on or off together, and"
                            + " TLS_AES_128_GCM_SHA256, TLS_CHACHA20_POLY1305_SHA256 isn't among those that were set."
                            + " Change that setting, or use engine(AUTO) or engine(JDK)");
            assertThat(NettyTls.serverContext(handle.tls()))
                    .isInstanceOf(JdkLiveContext.class)
                    .satisfies(context -> assertThat(
                                    context.newEngine(ByteBufAllocator.DEFAULT).getEnabledCipherSuites())
                            .containsExactly("TLS_AES_256_GCM_SHA384"));
        }
    }

    @Test
    void aCipherSuiteThatTheEngineDoesNotHaveIsRefused() {
        try (Rotating handle =
                Rotating.of(material(server), with -> with.cipherSuites("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"))) {
            assertThatThrownBy(() -> NettyTls.server(handle.tls())
                            .engine(NettyEngine.OPENSSL)
                            .build())
                    .hasMessage("engine(OPENSSL): BoringSSL doesn't have the cipher suite"
                            + " TLS_DHE_RSA_WITH_AES_128_GCM_SHA256. Change that setting, or use engine(AUTO) or"
                            + " engine(JDK)");
        }
        try (Rotating handle =
                Rotating.of(material(server), with -> with.cipherSuites("TLS_PSK_WITH_AES_128_CBC_SHA"))) {
            assertThatThrownBy(() -> NettyTls.server(handle.tls())
                            .engine(NettyEngine.JDK)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TLS_PSK_WITH_AES_128_CBC_SHA");
        }
    }

    /** The handle can't know which engine will be asked for, so it refuses nothing that BoringSSL has. */
    @Test
    void everyCipherSuiteAndProtocolOfBoringSslCanBeSet() {
        String[] suites = OpenSsl.availableJavaCipherSuites().toArray(String[]::new);
        String[] protocols = {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
        assertThat(suites).hasSizeGreaterThan(10);
        try (Rotating handle =
                Rotating.of(material(server), with -> with.cipherSuites(suites).protocols(protocols))) {
            assertThat(handle.tls().settings().cipherSuites()).containsExactly(suites);
            assertThat(NettyTls.server(handle.tls()).engine(NettyEngine.OPENSSL).build())
                    .isInstanceOf(OpenSslLiveContext.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"RSA_PSS_2048", "ED25519", "ED448", "DSA_2048"})
    void boringSslThatIsAskedForRefusesOtherKeysByName(KeyAlgorithm algorithm) {
        IssuedCertificate identity = root.issue(leaf -> leaf.key(algorithm));
        try (Rotating handle = Rotating.of(material(identity))) {
            NettyContextBuilder builder = NettyTls.server(handle.tls()).engine(NettyEngine.OPENSSL);

            assertThatThrownBy(builder::build)
                    .isInstanceOfSatisfying(
                            MaterialException.class,
                            refused -> assertThat(refused.problem()).isEqualTo(Problem.REFUSED))
                    .hasMessageStartingWith("BoringSSL can't present a certificate for a key of type "
                            + identity.certificate().getPublicKey().getAlgorithm() + ", Identity[")
                    .hasMessageEndingWith("Use an RSA or EC key, or NettyTls with engine(JDK).");
        }
    }

    @Test
    void groupsWithTheJdksEngineNeedAJavaThatHasThem() {
        try (Rotating handle = Rotating.of(material(server))) {
            NettyContextBuilder builder =
                    NettyTls.server(handle.tls()).engine(NettyEngine.JDK).groups("x25519");

            if (JdkGroups.areSupported()) {
                assertThat(builder.build()).isInstanceOf(JdkLiveContext.class);
            } else {
                assertThatThrownBy(builder::build)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("groups(...) with the JDK's engine needs Java 20 or later, and this is Java "
                                + Runtime.version().feature()
                                + ". Leave groups(...) out, or use engine(OPENSSL)");
            }
        }
    }

    private static Rotating sharing(IssuedCertificate server) {
        byte[] key = new byte[SessionTicketKeys.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return Rotating.of(material(server).and(Material.of(SessionTicketKeys.of(List.of(key)))));
    }

    @Test
    void aTicketKeySealsForAMinuteAtLeastAndAWeekAtMost() {
        try (Rotating handle = Rotating.of(material(server))) {
            NettyContextBuilder builder = NettyTls.server(handle.tls());
            assertThatThrownBy(() -> builder.ticketKeyLifetime(Duration.ofSeconds(59)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("ticketKeyLifetime: PT59S (expected: from one minute to seven days)");
            assertThatThrownBy(() -> NettyTls.server(handle.tls())
                            .ticketKeyLifetime(Duration.ofDays(7).plusNanos(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            NettyTls.server(handle.tls())
                    .ticketKeyLifetime(Duration.ofMinutes(1))
                    .build()
                    .close();
        }
    }

    @Test
    void aTicketKeyLifetimeWhereThereIsNothingToReplaceIsAnError() {
        try (Rotating own = Rotating.of(material(server, root));
                Rotating shared = sharing(server)) {
            assertThatThrownBy(() -> NettyTls.client(own.tls())
                            .ticketKeyLifetime(Duration.ofHours(1))
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("ticketKeyLifetime(...) is for servers: clients seal nothing. Leave it out");
            assertThatThrownBy(() -> NettyTls.server(own.tls())
                            .ticketKeyLifetime(Duration.ofHours(1))
                            .engine(NettyEngine.JDK)
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "ticketKeyLifetime(...) and engine(JDK) contradict: the JDK replaces its ticket keys by a"
                                    + " rule of its own. Remove one of the two");
            assertThatThrownBy(() -> NettyTls.server(shared.tls())
                            .ticketKeyLifetime(Duration.ofHours(1))
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "ticketKeyLifetime(...) and sessionTicketKeys(...) contradict: shared keys are replaced by"
                                    + " whoever writes their file. Remove one of the two");
        }
    }

    @Test
    void resumptionIsSwitchedOffByClientsAlone() {
        try (Rotating handle = Rotating.of(material(server, root))) {
            assertThatThrownBy(() ->
                            NettyTls.server(handle.tls()).withoutResumption().build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("withoutResumption() is for clients: it is they who resume. Leave it out");
        }
    }

    @Test
    void sharedTicketKeysThatTheJdkCannotTakeAreAWarning() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (Level.WARNING.equals(entry.getLevel())) {
                    warnings.add(entry.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger("io.livetls.netty");
        log.addHandler(handler);
        try (Rotating shared = sharing(server)) {
            NettyTls.server(shared.tls()).engine(NettyEngine.OPENSSL).build();
            assertThat(warnings).isEmpty();

            withoutOpenSsl(shared.tls()).build();
            assertThat(warnings)
                    .containsExactly(
                            "livetls: sessionTicketKeys(...) has no effect with the JDK's engine, which makes its"
                                    + " own keys, so clients resume with this process alone. Use engine(OPENSSL)");
        } finally {
            log.removeHandler(handler);
        }
    }
}
