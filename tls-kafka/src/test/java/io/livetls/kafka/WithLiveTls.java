package io.livetls.kafka;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Names LiveTLS's factory in the settings that Kafka's own tests are called with. */
public final class WithLiveTls implements InvocationInterceptor {
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
        invocation.proceed();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> settings(Object arguments, String name) throws ReflectiveOperationException {
        Field field = arguments.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return (Map<String, Object>) field.get(arguments);
    }
}
