package io.livetls.soak;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of connecting and sending a byte.
 *
 * @param refusal why the byte didn't come back; null if it did
 * @param resumed whether the client took up a session; false if it can't tell
 * @param chain what the server presented, or what the session remembers of it; empty after a refusal
 * @param namedAuthorities which CAs the server named; null if it wanted no certificate, or the client can't tell
 */
record Attempt(
        @Nullable IOException refusal,
        boolean resumed,
        List<X509Certificate> chain,
        @Nullable String namedAuthorities) {

    static Attempt refused(IOException refusal) {
        return new Attempt(refusal, false, List.of(), null);
    }

    boolean answered() {
        return refusal == null;
    }
}
