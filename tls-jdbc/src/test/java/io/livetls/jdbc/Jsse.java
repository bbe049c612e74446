package io.livetls.jdbc;

import io.livetls.LiveTls;
import org.conscrypt.Conscrypt;

/** Whose TLS a handle speaks. */
enum Jsse {
    JDK,
    CONSCRYPT;

    /** Begins one. */
    LiveTls.Builder handle() {
        return this == JDK ? LiveTls.builder() : LiveTls.builder().jsseProvider(Conscrypt.newProvider());
    }
}
