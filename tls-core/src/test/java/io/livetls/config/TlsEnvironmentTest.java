package io.livetls.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsEnvironmentTest {
    private enum Choice {
        NONE,
        OPTIONAL,
        REQUIRE
    }

    private final Map<String, String> variables = new HashMap<>(
            Map.of("MM_TLS_PRIVATE_KEY_PATH", "/etc/tls/tls.key", "MM_TLS_KEY_CERT_PATH", "/etc/tls/tls.crt"));

    private ChannelSettings channel(String name) {
        return TlsEnvironment.of(variables).channel(name);
    }

    private static ChannelSettings service(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return TlsEnvironment.of(given).service();
    }

    @Test
    void withoutAPrivateKeyThereIsNoTls() {
        assertThat(service().isEnabled()).isFalse();
        assertThat(service("MM_TLS_CLIENT_AUTH", "REQUIRE").isEnabled()).isFalse();
        assertThat(channel("").isEnabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "true,true",
        "TRUE,true",
        "on,true",
        "1,true",
        "yes,true",
        "false,false",
        "Off,false",
        "0,false",
        "no,false"
    })
    void aChannelIsSwitchedByItsOwnVariable(String word, boolean enabled) {
        variables.put("MM_TLS_KAFKA__ENABLED", word);
        assertThat(channel("kafka").isEnabled()).isEqualTo(enabled);
        assertThat(channel("Kafka").isOwn(Variable.ENABLED)).isTrue();
        assertThat(channel("postgres").isEnabled()).isTrue();
    }

    @Test
    void theWholeServiceIsSwitchedOffAndOneChannelOn() {
        variables.put("MM_TLS_ENABLED", "false");
        variables.put("MM_TLS_KAFKA__ENABLED", "true");
        assertThat(channel("").isEnabled()).isFalse();
        assertThat(channel("postgres").isEnabled()).isFalse();
        assertThat(channel("kafka").isEnabled()).isTrue();
    }

    @Test
    void aSwitchThatIsNoSwitchIsAnErrorThatShowsVariableAndValue() {
        variables.put("MM_TLS_KAFKA__ENABLED", "ja");
        assertThatThrownBy(() -> channel("kafka"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("MM_TLS_KAFKA__ENABLED: 'ja' isn't true or false. Set it to true or false.");
    }

    @Test
    void olderNamesCountWhereTheNewOneIsNotSet() {
        ChannelSettings older = service(
                "TAS_SVC_GRPC_CA_CERT_PATH", "/old/tls.crt",
                "MM_SVC_GRPC_PRIVATE_KEY_PATH", "/older/tls.key",
                "TAS_SVC_GRPC_PRIVATE_KEY_PATH", "/oldest/tls.key",
                "MM_SVC_GRPC_PRIVATE_KEY_PASSPHRASE", "geheim");
        assertThat(older.isEnabled()).isTrue();
        assertThat(older.get(Variable.KEY_CERT_PATH).map(Setting::value)).contains("/old/tls.crt");
        assertThat(older.get(Variable.PRIVATE_KEY_PATH).map(Setting::source)).contains("MM_SVC_GRPC_PRIVATE_KEY_PATH");
        assertThat(older.warnings())
                .containsExactly("TAS_SVC_GRPC_PRIVATE_KEY_PATH: it says something else than"
                        + " MM_SVC_GRPC_PRIVATE_KEY_PATH, which counts. Unset TAS_SVC_GRPC_PRIVATE_KEY_PATH");
        assertThat(older.toString()).doesNotContain("geheim");
    }

    @Test
    void whatIsSetToNothingIsUnset() {
        variables.put("MM_TLS_PRIVATE_KEY_PASSPHRASE", "");
        variables.put("MM_TLS_KAFKA__ENABLED", " ");
        assertThat(channel("kafka").get(Variable.PRIVATE_KEY_PASSPHRASE)).isEmpty();
        assertThat(channel("kafka").isEnabled()).isTrue();
    }

    @Test
    void aKeyWithoutACertificateSaysWhatIsMissing() {
        assertThatThrownBy(() -> service("MM_TLS_PRIVATE_KEY_PATH", "/k"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "MM_TLS_PRIVATE_KEY_PATH: the private key has no certificate, since MM_TLS_KEY_CERT_PATH isn't"
                                + " set. Set MM_TLS_KEY_CERT_PATH to its certificate chain; it may be in the same place.");
        assertThatThrownBy(() -> service("MM_TLS_PRIVATE_KEY", "k", "MM_TLS_KEY_CERT_PATH", "c"))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aCertificateWithoutAKeyIsNotSilentlyPlaintext() {
        assertThatThrownBy(() -> service("MM_TLS_KEY_CERT_PATH", "/c"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "MM_TLS_KEY_CERT_PATH: the certificate has no private key, since MM_TLS_PRIVATE_KEY_PATH isn't"
                                + " set. Set MM_TLS_PRIVATE_KEY_PATH, or MM_TLS_ENABLED=false for no TLS at all.");
        assertThatThrownBy(() -> service("MM_TLS_KEY_CERT_PATH", "/c", "MM_TLS_ENABLED", "true"))
                .isInstanceOf(ConfigurationException.class);
        assertThat(service("MM_TLS_KEY_CERT_PATH", "/c", "MM_TLS_ENABLED", "false")
                        .isEnabled())
                .isFalse();
    }

    @Test
    void trustThatHasNoEffectIsTold() {
        assertThat(service("MM_TLS_TRUST_CERT_PATH", "/ca").warnings())
                .singleElement()
                .asString()
                .startsWith("MM_TLS_TRUST_CERT_PATH: it has no effect")
                .contains("MM_TLS_ENABLED=true");
        assertThat(service("MM_TLS_TRUST_CERT_PATH", "/ca", "MM_TLS_ENABLED", "false")
                        .warnings())
                .isEmpty();
    }

    @Test
    void twoWaysToGiveAKeyContradictAndBothAreNamed() {
        variables.put("MM_TLS_SECRET_DIR", "/etc/secret");
        assertThatThrownBy(() -> channel(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MM_TLS_SECRET_DIR")
                .hasMessageContaining("MM_TLS_KEY_CERT_PATH")
                .hasMessageContaining("contradict");
    }

    @Test
    void aChannelWithAKeyOfItsOwnInheritsNoOtherWayNorPassphrase() {
        variables.put("MM_TLS_PRIVATE_KEY_PASSPHRASE", "of the service");
        variables.put("MM_TLS_TRUST_CERT_PATH", "/etc/tls/ca.crt");
        variables.put("MM_TLS_CLIENT_AUTH", "REQUIRE");
        variables.put("MM_TLS_API__SECRET_DIR", "/etc/api");
        ChannelSettings api = channel("api");
        assertThat(api.settings())
                .extracting(Setting::source)
                .containsExactlyInAnyOrder("MM_TLS_API__SECRET_DIR", "MM_TLS_CLIENT_AUTH");
        variables.put("MM_TLS_WEB__KEY_CERT_PATH", "/etc/web/renewed.crt");
        assertThat(channel("web").get(Variable.PRIVATE_KEY_PATH).map(Setting::source))
                .contains("MM_TLS_PRIVATE_KEY_PATH");
    }

    @Test
    void trustOfAChannelReplacesThatOfTheService() {
        variables.put("MM_TLS_TRUST_CERT_PATH", "/etc/tls/ca.crt");
        variables.put("MM_TLS_KAFKA__TRUST_CERT", "PEM");
        assertThat(channel("kafka").get(Variable.TRUST_CERT_PATH)).isEmpty();
        assertThat(channel("api").get(Variable.TRUST_CERT_PATH)).isPresent();
    }

    @Test
    void internalTrustIsThatOfTheInternalChannelOnly() {
        variables.put("MM_TRUST_CERTS", "/a,/b");
        assertThat(channel("internal").get(Variable.INTERNAL_TRUST_CERTS).map(Setting::asList))
                .hasValueSatisfying(paths -> assertThat(paths).containsExactly("/a", "/b"));
        variables.put("MM_INTERNAL_TRUST_CERTS", "/c");
        assertThat(channel("Internal").get(Variable.INTERNAL_TRUST_CERTS).map(Setting::value))
                .contains("/c");
        assertThat(channel("").get(Variable.INTERNAL_TRUST_CERTS)).isEmpty();
        assertThat(channel("kafka").get(Variable.INTERNAL_TRUST_CERTS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "Require", "REQUIRE", " require "})
    void wordsAreReadInAnyCaseAndAnyLocale(String word) {
        Locale before = Locale.getDefault();
        try {
            // Where an i has a dot as a capital letter too, "optional" and "require" are other words.
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(new Setting(Variable.CLIENT_AUTH, word.strip(), "X").asOneOf(Choice.class))
                    .isEqualTo(Choice.REQUIRE);
            assertThat(new Setting(Variable.CLIENT_AUTH, "optional", "X").asOneOf(Choice.class))
                    .isEqualTo(Choice.OPTIONAL);
            assertThat(service("MM_TLS_ENABLED", "TRUE").isEnabled()).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aWordThatIsNoneOfThemIsShownWithThem() {
        assertThatThrownBy(
                        () -> new Setting(Variable.CLIENT_AUTH, "always", "MM_TLS_CLIENT_AUTH").asOneOf(Choice.class))
                .hasMessage("MM_TLS_CLIENT_AUTH: 'always' isn't one of NONE, OPTIONAL, REQUIRE. Set it to one of NONE,"
                        + " OPTIONAL, REQUIRE.");
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "10,PT10S", "10s,PT10S", "2m,PT2M", "1h,PT1H", "14d,PT336H", "PT30S,PT30S", "10 S,PT10S"
    })
    void timesAreReadAsPeopleWriteThem(String text, Duration duration) {
        assertThat(new Setting(Variable.RELOAD_INTERVAL, text, "X").asDuration())
                .isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1s", "soon", "PT0S", "10w", "9999d", "9999h", "PT9999999999999H", "9999999999999s"})
    void whatIsNoTimeIsAnError(String text) {
        assertThatThrownBy(() -> new Setting(Variable.RELOAD_INTERVAL, text, "X").asDuration())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void anEmptyPartOfAListIsAnError() {
        assertThatThrownBy(() -> new Setting(Variable.PROTOCOLS, "TLSv1.3,,TLSv1.2", "X").asList())
                .isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "MM_TLS_CLIENTAUTH,MM_TLS_CLIENT_AUTH",
        "MM_TLS_KAFKA_ENABLED,MM_TLS_KAFKA__ENABLED",
        "MM_TLS_KAFKA__ENABLE,MM_TLS_KAFKA__ENABLED",
        "MM_TLS_TRUSTED_CERT_PATH,MM_TLS_TRUST_CERT_PATH",
        "MM_TLS_INTERNAL_TRUST_CERTS,MM_INTERNAL_TRUST_CERTS",
        "mm_tls_client_auth,MM_TLS_CLIENT_AUTH"
    })
    void anUnknownVariableIsTakenForTheNearestKnownOne(String unknown, String known) {
        assertThat(TlsEnvironment.of(Map.of(unknown, "secret value")).warnings())
                .containsExactly(unknown + ": it isn't a variable of this library and has no effect. Did you mean "
                        + known + "?");
    }

    @Test
    void knownVariablesAndThoseOfOthersAreNoReasonToWarn() {
        variables.put("MM_TLS_KAFKA__ENABLED", "true");
        variables.put("MM_INTERNAL_TRUST_CERTS", "x");
        variables.put("MM_OTHER", "x");
        variables.put("PATH", "/bin");
        assertThat(TlsEnvironment.of(variables).warnings()).isEmpty();
        assertThat(TlsEnvironment.of(variables).channels()).containsExactly("KAFKA");
    }

    @Test
    void whatIsPrintedSaysWhereItCameFromAndHidesSecrets() {
        variables.put("MM_TLS_PRIVATE_KEY_PASSPHRASE", "geheim");
        variables.put("MM_TLS_KAFKA__CLIENT_AUTH", "NONE");
        variables.put("MM_TLS_KAFKA__TRUST_CERT", "-----BEGIN CERTIFICATE-----\nMIIB\n");
        ChannelSettings kafka = channel("kafka");
        assertThat(kafka)
                .hasToString("TLS of channel KAFKA is on [KEY_CERT_PATH=/etc/tls/tls.crt (MM_TLS_KEY_CERT_PATH),"
                        + " PRIVATE_KEY_PATH=/etc/tls/tls.key (MM_TLS_PRIVATE_KEY_PATH),"
                        + " PRIVATE_KEY_PASSPHRASE=(secret) (MM_TLS_PRIVATE_KEY_PASSPHRASE),"
                        + " CLIENT_AUTH=NONE (MM_TLS_KAFKA__CLIENT_AUTH),"
                        + " TRUST_CERT=-----BEGIN CERTIFICATE-----... (MM_TLS_KAFKA__TRUST_CERT)]");
        assertThat(TlsEnvironment.of(variables).toString()).doesNotContain("geheim", "/etc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a__b", "a b", "_a", "ü"})
    void whatIsNoNameOfAChannelIsRefused(String name) {
        assertThatThrownBy(() -> channel(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsSaidOfTheCertificateIsNotInheritedByAChannelWithAnother() {
        variables.put("MM_TLS_EXPECT_HOSTS", "a.example");
        variables.put("MM_TLS_EXPECT_ISSUER", "/ca.crt");
        variables.put("MM_TLS_EXPECT_ROLES", "server");
        variables.put("MM_TLS_ACCEPT_COMMON_NAME", "true");
        variables.put("MM_TLS_GENERATE", "self-signed");
        variables.put("MM_TLS_CHECKS", "validity");
        variables.put("MM_TLS_SERVICE_NAME", "service");
        variables.put("MM_TLS_KAFKA__SECRET_DIR", "/kafka");
        ChannelSettings kafka = channel("kafka");
        assertThat(kafka.settings())
                .extracting(Setting::variable)
                .containsExactly(Variable.SECRET_DIR, Variable.CHECKS, Variable.SERVICE_NAME);
        assertThat(channel("http").settings())
                .extracting(Setting::variable)
                .contains(Variable.EXPECT_HOSTS, Variable.EXPECT_ISSUER, Variable.EXPECT_ROLES, Variable.GENERATE);
    }

    @Test
    void wantingACertificateWithoutAPlaceForItIsAnErrorAndNotPlaintext() {
        assertThatThrownBy(() -> service("MM_TLS_GENERATE", "self-signed", "MM_TLS_SERVICE_NAME", "redis"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("MM_TLS_GENERATE: there is no place to keep what is generated. Set MM_TLS_SECRET_DIR to a"
                        + " directory on a volume that outlives the process.");
        assertThatThrownBy(() -> service("MM_TLS_GENERATE", "self-signed", "MM_TLS_ENABLED", "true"))
                .isInstanceOf(ConfigurationException.class);
        assertThat(service("MM_TLS_GENERATE", "self-signed", "MM_TLS_ENABLED", "false")
                        .isEnabled())
                .isFalse();
        assertThat(service("MM_TLS_GENERATE", "none").isEnabled()).isFalse();
        assertThat(service("MM_TLS_GENERATE", "self-signed", "MM_TLS_SECRET_DIR", "/tls")
                        .isEnabled())
                .isTrue();
    }

    @Test
    void aServiceNameThatNobodyUsesIsAWarning() {
        assertThat(service("MM_TLS_SERVICE_NAME", "redis", "MM_TLS_SECRET_DIR", "/tls")
                        .warnings())
                .containsExactly("MM_TLS_SERVICE_NAME: it has no effect without MM_TLS_GENERATE=self-signed");
        variables.put("MM_TLS_SERVICE_NAME", "redis");
        assertThat(channel("kafka").warnings()).as("it isn't the channel's own").isEmpty();
    }

    @Test
    void timesMayBeInDays() {
        variables.put("MM_TLS_EXPIRES_SOON", "30d");
        assertThat(channel("").get(Variable.EXPIRES_SOON).map(Setting::asDuration))
                .contains(Duration.ofDays(30));
    }

    @Test
    void listsOfWordsAreListsOfThoseWords() {
        variables.put("MM_TLS_EXPECT_ROLES", "optional, None");
        assertThat(channel("").get(Variable.EXPECT_ROLES).map(setting -> setting.asSomeOf(Choice.class)))
                .contains(List.of(Choice.OPTIONAL, Choice.NONE));
        variables.put("MM_TLS_EXPECT_ROLES", "none");
        assertThat(channel("").get(Variable.EXPECT_ROLES).map(setting -> setting.asSomeOf(Choice.class)))
                .contains(List.of());
        variables.put("MM_TLS_EXPECT_ROLES", "optional,often");
        assertThatThrownBy(() -> channel("").get(Variable.EXPECT_ROLES).map(setting -> setting.asSomeOf(Choice.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("MM_TLS_EXPECT_ROLES: 'often' isn't one of NONE, OPTIONAL, REQUIRE.");
    }

    @Test
    void dashesAndDotsInNamesAreUnderscores() {
        variables.put("MM_TLS_ORDER_API__ENABLED", "false");
        assertThat(channel("order-api").isEnabled()).isFalse();
        assertThat(channel("order.api").channel()).isEqualTo("ORDER_API");
    }

    @Test
    void theProcessesPropertiesComeBeforeItsVariables() {
        System.setProperty("MM_TLS_KAFKA__RELOAD_INTERVAL", "7s");
        try {
            assertThat(TlsEnvironment.ofProcess().channel("kafka").get(Variable.RELOAD_INTERVAL))
                    .map(Setting::asDuration)
                    .contains(Duration.ofSeconds(7));
        } finally {
            System.clearProperty("MM_TLS_KAFKA__RELOAD_INTERVAL");
        }
    }
}
