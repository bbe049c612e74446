package io.livetls.kafka;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;

/** Who speaks TLS. */
final class EngineChoice {
    private EngineChoice() {}

    static Engines of(FactoryConfig config, Handle handle, EngineSettings settings) {
        String wanted = config.word(FactoryKey.ENGINE.toString(), "JDK").toLowerCase(Locale.ROOT);
        if (!wanted.equals("jdk")) {
            throw new ConfigException(FactoryKey.ENGINE + ": '" + wanted + "' isn't one of jdk. Set it to one of them");
        }
        return new JdkEngines(handle.tls(), settings);
    }
}
