package io.livetls.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.livetls.LiveTls;
import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import io.livetls.config.TlsEnvironment;
import io.livetls.config.Variable;
import io.livetls.material.MaterialException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Variables: settings that explain themselves, or an exception that names the variable; a secret is never told. */
class EnvironmentFuzzTest {
    private static final String SECRET = "A-Secret-0123456789";
    private static final List<String> CHANNELS = List.of("", "INTERNAL", "X", "ORDER_API");
    private static final List<String> OTHERS =
            List.of("MM_TLS_", "MM_TLS___", "MM_TLS_X__", "mm_tls_x", "MM_TLS_KAFKA_ENABLED");
    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "REQUIRE",
            "optional",
            "10s",
            "0",
            "PT-1S",
            "PT9999999999999H",
            "TLSv1.3",
            "TLSv1.4",
            "TLS_AES_128_GCM_SHA256",
            "30d",
            "self-signed",
            "none",
            "hosts,issuer",
            "server,client",
            "a.example, *.b.example, ::1",
            ",",
            "a,,b",
            "/",
            "\0",
            " ");

    static Stream<byte[]> seeds() {
        return Documents.scripts();
    }

    @MethodSource("seeds")
    @FuzzTest
    void environment(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        Quiet.logging();
        Script script = new Script(input);
        Map<String, String> variables = new HashMap<>();
        for (int count = script.below(8); count > 0; count--) {
            set(variables, script);
        }
        TlsEnvironment environment = TlsEnvironment.of(variables);
        requireNoSecret(environment + " " + environment.warnings() + environment.channels());
        try {
            ChannelSettings channel = environment.channel(script.one(CHANNELS));
            requireNoSecret(channel + " " + channel.warnings());
            if (channel.isEnabled()) {
                Findings.require(LiveTls.builder(channel) != null, "no builder");
            }
        } catch (ConfigurationException e) {
            Findings.require(
                    String.valueOf(e.getMessage()).startsWith(e.variable()),
                    "a message that doesn't begin with the variable");
            requireNoSecret(e.toString());
        } catch (MaterialException e) {
            requireNoSecret(e.toString());
        }
    }

    private static void set(Map<String, String> variables, Script script) {
        Variable variable = script.one(List.of(Variable.values()));
        String name = script.rarely(8) ? script.one(OTHERS) : variable.nameFor(script.one(CHANNELS));
        boolean secret = variable == Variable.PRIVATE_KEY || variable == Variable.PRIVATE_KEY_PASSPHRASE;
        variables.put(name, secret && !script.rarely(4) ? SECRET : value(script));
    }

    private static String value(Script script) {
        String value = script.one(VALUES);
        return script.flag() ? value : value + new String(script.bytes(30), StandardCharsets.UTF_8);
    }

    private static void requireNoSecret(String text) {
        Findings.require(!text.contains(SECRET), "a secret is told");
    }
}
