package io.livetls.testing;

/** Stub. */
public final class Pki {
    private Pki() {}
}
