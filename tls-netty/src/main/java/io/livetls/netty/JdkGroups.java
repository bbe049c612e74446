package io.livetls.netty;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** {@code SSLParameters.setNamedGroups}, which came with Java 20. */
final class JdkGroups {
    private static final @Nullable MethodHandle SET_NAMED_GROUPS = find();

    private JdkGroups() {}

    static boolean areSupported() {
        return SET_NAMED_GROUPS != null;
    }

    static String[] names(List<NamedGroup> groups) {
        return groups.stream()
                .map(group -> {
                    String name = group.jdkName();
                    if (name == null) {
                        throw new IllegalStateException("groups(...): the JDK's engine doesn't have " + group
                                + ". Leave it out, or use engine(OPENSSL)");
                    }
                    return name;
                })
                .toArray(String[]::new);
    }

    static void set(SSLParameters parameters, String[] names) {
        if (SET_NAMED_GROUPS == null) {
            throw new IllegalStateException(
                    "groups(...) with the JDK's engine needs Java 20 or later, and this is Java "
                            + Runtime.version().feature() + ". Leave groups(...) out, or use engine(OPENSSL)");
        }
        try {
            SET_NAMED_GROUPS.invoke(parameters, names);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("SSLParameters.setNamedGroups threw a checked exception", e);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            SSLParameters.class, "setNamedGroups", MethodType.methodType(void.class, String[].class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
