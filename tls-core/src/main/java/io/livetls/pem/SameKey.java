package io.livetls.pem;

import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.DSAPrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;

/** Whether two private keys are the same, however they were encoded. */
final class SameKey {
    private SameKey() {}

    static boolean test(PrivateKey one, PrivateKey other) {
        if (!one.getAlgorithm().equals(other.getAlgorithm())) {
            return false;
        }
        if (one instanceof RSAPrivateKey a && other instanceof RSAPrivateKey b) {
            return a.getModulus().equals(b.getModulus());
        }
        if (one instanceof ECPrivateKey a && other instanceof ECPrivateKey b) {
            return a.getS().equals(b.getS())
                    && a.getParams().getCurve().equals(b.getParams().getCurve());
        }
        if (one instanceof DSAPrivateKey a && other instanceof DSAPrivateKey b) {
            return a.getX().equals(b.getX())
                    && a.getParams().getP().equals(b.getParams().getP())
                    && a.getParams().getG().equals(b.getParams().getG());
        }
        return MessageDigest.isEqual(one.getEncoded(), other.getEncoded());
    }
}
