package io.livetls.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Names LiveTLS's factory in the settings that Kafka's own tests are called with. */
public final class WithLiveTls implements InvocationInterceptor {
    /**
     * With a wrong password of a key, Kafka's own factory starts and refuses every client; for PEM text it fails at the start,
     * by another class of exception. Here both fail at the start.
     */
    private static final String EARLIER = "testInvalidKeyPassword";

    private static final String KAFKA = KafkaException.class.getName();

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        for (Object arguments : context.getArguments()) {
            for (String settings : new String[] {"sslConfigOverrides", "sslClientConfigs", "sslServerConfigs"}) {
                settings(arguments, settings)
                        .put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, LiveTlsEngineFactory.class);
            }
        }
        if (context.getExecutable().getName().equals(EARLIER)) {
            assertThatThrownBy(invocation::proceed)
                    .satisfiesAnyOf(
                            refused -> assertThat(refused).isInstanceOf(ConfigException.class),
                            refused -> assertThat(refused).hasMessageEndingWith("was: <" + KAFKA + ">"));
        } else {
            invocation.proceed();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> settings(Object arguments, String name) throws ReflectiveOperationException {
        Field field = arguments.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return (Map<String, Object>) field.get(arguments);
    }
}
