package io.livetls.kafka;

import io.livetls.LiveTls;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;

/** Who speaks TLS: the JDK, or BoringSSL by way of the optional {@code tls-netty}. */
final class EngineChoice {
    private EngineChoice() {}

    static Engines of(FactoryConfig config, LiveTls tls, EngineSettings settings) {
        Duration within = config.duration(FactoryKey.RECONNECT_WITHIN);
        Engines engines = engines(config, tls, settings);
        return within == null ? engines : new EndingEngines(engines, tls, within);
    }

    private static Engines engines(FactoryConfig config, LiveTls tls, EngineSettings settings) {
        String wanted = config.word(FactoryKey.ENGINE.toString(), "JDK").toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "jdk" -> new JdkEngines(tls, settings);
            case "auto" -> isNativeThere() ? NettyEngines.of(tls, settings, false) : new JdkEngines(tls, settings);
            case "boringssl" -> {
                if (!isNativeThere()) {
                    throw new ConfigException(FactoryKey.ENGINE
                            + "=boringssl: it isn't there. Add io.livetls:tls-netty and"
                            + " io.netty:netty-tcnative-boringssl-static for this platform, or use " + FactoryKey.ENGINE
                            + "=jdk");
                }
                yield NettyEngines.of(tls, settings, true);
            }
            default ->
                throw new ConfigException(FactoryKey.ENGINE + ": '" + wanted
                        + "' isn't one of jdk, boringssl, auto. Set it to one of them");
        };
    }

    private static boolean isNativeThere() {
        try {
            return NettyEngines.isAvailable();
        } catch (LinkageError withoutNetty) {
            return false;
        }
    }
}
