package io.livetls;

import io.livetls.live.Generation;
import io.livetls.material.Identity;
import io.livetls.material.TrustAnchors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was set on a builder, to refuse a second setting of it by name. */
final class Choices {
    private final Map<String, String> made = new HashMap<>();

    /** A setting that has one value. */
    void once(String setting, Object value) {
        String before = made.putIfAbsent(setting, value.toString());
        if (before != null) {
            throw new IllegalStateException(
                    setting + " was set twice: first " + before + ", then " + value + ". Set it once");
        }
    }

    /** A thing that several calls can give, of which only one may. */
    void one(String thing, String call) {
        String before = made.putIfAbsent(thing, call);
        if (before != null) {
            throw new IllegalStateException(
                    before + " and " + call + " contradict: a handle has one " + thing + ". Remove one of the two");
        }
    }

    static List<String> notEmpty(String setting, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException(
                    setting + ": none (expected: at least one; leave the call out for the engine's defaults)");
        }
        return List.of(names);
    }

    /** Client auth is a server's: it needs a certificate to serve with, and trust to check by. */
    static void checkClientAuth(ClientAuth wanted, @Nullable Identity identity, @Nullable TrustAnchors trust) {
        if (wanted == ClientAuth.NONE) {
            return;
        }
        if (identity == null) {
            throw new IllegalStateException(
                    "clientAuth(" + wanted + ") is for servers, and without an identity(...) this handle can't serve");
        }
        if (trust == null) {
            throw new IllegalStateException("clientAuth(" + wanted + ") needs trust to check clients by: add"
                    + " trust(\"/path/to/ca.crt\") or trustSystem()");
        }
    }

    /** Session ticket keys are a server's, too. */
    static void checkTicketKeys(Generation first) {
        if (first.sessionTicketKeys() != null && first.identity() == null) {
            throw new IllegalStateException(
                    "sessionTicketKeys(...) is for servers, and without an identity(...) this handle can't serve");
        }
    }
}
