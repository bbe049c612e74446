package io.livetls.netty;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes the JDK ask for another group than P-521, on Java 17 too, where groups can't be set. */
final class WithoutP521 implements AlgorithmConstraints {

    static SSLParameters in(SSLParameters parameters) {
        parameters.setAlgorithmConstraints(new WithoutP521());
        return parameters;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> uses, String algorithm, @Nullable AlgorithmParameters parameters) {
        return !algorithm.equalsIgnoreCase("secp521r1");
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> uses, Key key) {
        return true;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> uses, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return permits(uses, algorithm, parameters);
    }
}
