package io.livetls.soak;

import io.livetls.LiveTls;
import io.livetls.TlsSnapshot;
import io.livetls.soak.Ledger.Chapter;
import io.livetls.testing.CertificateAuthority;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says of each connection whether it may be as it is. A connection that is made while its CA comes or goes may end either
 * way; all others may not.
 */
final class Judge {
    private final String site;
    private final LiveTls tls;
    private final Ledger ledger;

    /** All that ever was on disk as a whole. */
    private final Set<String> laidDown = ConcurrentHashMap.newKeySet();

    Judge(String site, LiveTls tls, Ledger ledger) {
        this.site = site;
        this.tls = tls;
        this.ledger = ledger;
    }

    void laidDown(Set<String> labels) {
        laidDown.addAll(labels);
    }

    TlsSnapshot before() {
        return tls.current();
    }

    /** What a peer saw that connected after {@code before}. */
    void judge(TlsSnapshot before, Stack stack, Peer peer, Attempt attempt) {
        TlsSnapshot after = tls.current();
        String where = site + ", " + stack.text + ", " + peer;
        wasLaidDown(where, after);
        Guest guest = peer.guest();
        CertificateAuthority authority = guest == null ? null : guest.authority();
        boolean trustedBefore = Version.trusts(before, authority);
        boolean trustedAfter = Version.trusts(after, authority);
        if (trustedBefore != trustedAfter) {
            ledger.count(Chapter.CONNECTIONS, stack.text + ": made while its CA came or went");
        } else if (trustedBefore) {
            mustBeAnswered(where, attempt);
        } else {
            mustBeRefused(where, attempt);
        }
        if (attempt.answered()) {
            ledger.count(Chapter.CONNECTIONS, stack.text + (attempt.resumed() ? ": resumed" : ": in full"));
            presentedOneGeneration(where, before, after, attempt);
            namedOneGeneration(where, stack, before, after, attempt);
        } else {
            ledger.count(Chapter.CONNECTIONS, stack.text + ": refused");
        }
    }

    /** Who looks at any moment sees what was on disk as a whole. */
    private void wasLaidDown(String where, TlsSnapshot snapshot) {
        String label = Version.label(snapshot);
        if (!laidDown.contains(label)) {
            ledger.violation("one generation", where + ": current is " + label + ", which never was on disk");
        }
    }

    private void mustBeAnswered(String where, Attempt attempt) {
        if (!attempt.answered()) {
            ledger.violation("who should get in does", where + ": " + attempt.refusal());
        }
    }

    private void mustBeRefused(String where, Attempt attempt) {
        if (attempt.answered()) {
            ledger.violation(
                    "who should not get in doesn't",
                    where + ": got in" + (attempt.resumed() ? " by resuming" : " by a full handshake"));
        } else if (attempt.refusal() instanceof SocketTimeoutException) {
            ledger.violation("who should not get in doesn't", where + ": was neither let in nor refused");
        }
    }

    /** A session that is resumed remembers the chain of when it was made, which says nothing. */
    private void presentedOneGeneration(String where, TlsSnapshot before, TlsSnapshot after, Attempt attempt) {
        if (attempt.resumed()) {
            return;
        }
        int leaf = Version.numberOf(attempt.chain().get(0));
        int issuer = attempt.chain().size() < 2
                ? -1
                : Version.number(attempt.chain().get(1).getSubjectX500Principal(), Version.ISSUER);
        if (leaf != issuer) {
            ledger.violation("one chain", where + ": leaf " + leaf + " below issuer " + issuer);
        }
        if (leaf < Version.numberOf(before) || leaf > Version.numberOf(after)) {
            ledger.violation(
                    "what is presented is current",
                    where + ": saw " + leaf + " between " + Version.numberOf(before) + " and "
                            + Version.numberOf(after));
        }
    }

    /**
     * BoringSSL's context has both identity and trust, so what it presents and names is one generation. JSSE asks for both
     * one after the other, and may be a generation further at the second; so there this holds only where nothing changed.
     */
    private void namedOneGeneration(String where, Stack stack, TlsSnapshot before, TlsSnapshot after, Attempt attempt) {
        String named = attempt.namedAuthorities();
        if (named == null || attempt.resumed()) {
            return;
        }
        boolean still = before.generation() == after.generation();
        if (still || stack == Stack.NETTY_BORINGSSL) {
            X509Certificate leaf = attempt.chain().get(0);
            String seen = Version.label(leaf, named);
            if (still ? !seen.equals(Version.label(after)) : !laidDown.contains(seen)) {
                ledger.violation("one generation", where + ": saw " + seen + ", current is " + Version.label(after));
            }
        }
    }

    /** A connection that was open before and must be for ever. */
    void mustGoOn(String connection, @Nullable Exception failure) {
        if (failure == null) {
            ledger.count(Chapter.CONNECTIONS, "echoes on connections that stay open");
        } else {
            ledger.violation("open connections go on", site + ", " + connection + ": " + failure);
        }
    }
}
