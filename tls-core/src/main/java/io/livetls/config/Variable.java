package io.livetls.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be set, each by {@code MM_TLS_NAME}, and for one channel by {@code MM_TLS_CHANNEL__NAME}. */
public enum Variable {
    /** Whether there is TLS: {@code true} or {@code false}. Unset: where there is a private key. */
    ENABLED(Group.ALONE),
    /** The file of the certificate chain, leaf first or in any order. */
    KEY_CERT_PATH(Group.FILES, "MM_SVC_GRPC_CA_CERT_PATH", "TAS_SVC_GRPC_CA_CERT_PATH"),
    /** The file of the private key. */
    PRIVATE_KEY_PATH(Group.FILES, "MM_SVC_GRPC_PRIVATE_KEY_PATH", "TAS_SVC_GRPC_PRIVATE_KEY_PATH"),
    /** The passphrase of the private key. */
    PRIVATE_KEY_PASSPHRASE(Group.PASSPHRASE, "MM_SVC_GRPC_PRIVATE_KEY_PASSPHRASE"),
    /** The certificate chain itself, as PEM text or base64 of it. */
    KEY_CERT(Group.INLINE),
    /** The private key itself, as PEM text or base64 of it. */
    PRIVATE_KEY(Group.INLINE),
    /** A directory with {@code tls.crt}, {@code tls.key} and perhaps {@code ca.crt}. */
    SECRET_DIR(Group.DIRECTORY),
    /** {@code NONE}, {@code OPTIONAL} or {@code REQUIRE}. */
    CLIENT_AUTH(Group.ALONE),
    /** The files and directories of trust anchors, separated by commas. */
    TRUST_CERT_PATH(Group.TRUST),
    /** The trust anchors themselves, as PEM text or base64 of it. */
    TRUST_CERT(Group.TRUST),
    /** {@code false}: clients check no server. */
    VERIFICATION(Group.ALONE),
    /** The enabled protocols, separated by commas. */
    PROTOCOLS(Group.ALONE),
    /** The enabled cipher suites, separated by commas. */
    CIPHERS(Group.ALONE),
    /** {@code false}: a peer's chain is validated anew each time. */
    REMEMBER_VERIFIED_CHAINS(Group.ALONE),
    /** {@code false}: signatures of peers' certificates are checked by the JDK alone. */
    NATIVE_SIGNATURE_CHECKS(Group.ALONE),
    /** Whose TLS is spoken through JSSE: {@code Conscrypt}, or the name of a registered provider. */
    JSSE_PROVIDER(Group.ALONE),
    /** How often files are looked at without any event. */
    RELOAD_INTERVAL(Group.ALONE),
    /** A database's {@code sslmode}; for the JDBC adapter. Unset: {@code verify-full}. */
    SSLMODE(Group.ALONE),
    /** The hosts that the certificate has to cover, separated by commas. */
    EXPECT_HOSTS(Group.CERTIFICATE),
    /** {@code true}: a certificate without subject alternative names may cover them by its common name. */
    ACCEPT_COMMON_NAME(Group.CERTIFICATE),
    /** The files and directories of the CAs that the certificate has to be issued by, separated by commas. */
    EXPECT_ISSUER(Group.CERTIFICATE),
    /** What the certificate is presented as: {@code server}, {@code client}, or both. */
    EXPECT_ROLES(Group.CERTIFICATE),
    /** How long before its end a certificate is told to expire soon. */
    EXPIRES_SOON(Group.ALONE),
    /** What a certificate has to pass: {@code hosts}, {@code issuer}, {@code usage}, {@code validity}, or {@code none}. */
    CHECKS(Group.ALONE),
    /** {@code self-signed}: a pair is made where there is none. */
    GENERATE(Group.CERTIFICATE),
    /** What a generated certificate is for: names, separated by commas. */
    SERVICE_NAME(Group.ALONE),
    /** What the channel {@code internal} trusts besides: files and directories, separated by commas. */
    INTERNAL_TRUST_CERTS(Group.INTERNAL, "MM_TRUST_CERTS");

    /** What most names begin with. */
    static final String PREFIX = "MM_TLS_";

    /** Which variables replace one another: a channel with files of its own takes no secret directory over. */
    enum Group {
        FILES,
        INLINE,
        DIRECTORY,
        PASSPHRASE,
        CERTIFICATE,
        TRUST,
        INTERNAL,
        ALONE;

        boolean isIdentity() {
            return this == FILES || this == INLINE || this == DIRECTORY;
        }
    }

    private final Group group;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> fallbacks;

    Variable(Group group, String... fallbacks) {
        this.group = group;
        this.fallbacks = List.of(fallbacks);
    }

    Group group() {
        return group;
    }

    /** Older names of the same, in the order in which they count. */
    List<String> fallbacks() {
        return fallbacks;
    }

    /** Whether its value may not be printed. */
    boolean isSecret() {
        return this == PRIVATE_KEY || this == PRIVATE_KEY_PASSPHRASE;
    }

    /** Its name for the whole service. */
    String fullName() {
        return (group == Group.INTERNAL ? "MM_" : PREFIX) + name();
    }

    /**
     * How it is written.
     *
     * @param channel as {@link ChannelSettings#channel()} has it; empty for the service as a whole
     * @return its full name, such as {@code MM_TLS_KAFKA__ENABLED}
     */
    public String nameFor(String channel) {
        return channel.isEmpty() || group == Group.INTERNAL ? fullName() : PREFIX + channel + "__" + name();
    }

    static Optional<Variable> named(String name) {
        return Arrays.stream(values())
                .filter(variable -> variable.group != Group.INTERNAL)
                .filter(variable -> variable.name().equals(name))
                .findFirst();
    }
}
