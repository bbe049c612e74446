package io.livetls.jsse;

import io.livetls.LiveTls;
import org.conscrypt.Conscrypt;

/** Whose TLS the handles of a test speak. */
public enum Jsse {
    JDK,
    CONSCRYPT;

    public LiveTls.Builder in(LiveTls.Builder handle) {
        return this == JDK ? handle : handle.jsseProvider(Conscrypt.newProvider());
    }
}
