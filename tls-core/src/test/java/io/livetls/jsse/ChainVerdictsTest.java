package io.livetls.jsse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.material.TrustAnchors;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/**
 * Thousands of questions about chains, good and bad, are asked of the JDK's trust manager as it is, and of those that help it:
 * whatever one of them is asked, in whatever order and how often, the verdicts are the same.
 */
class ChainVerdictsTest {
    private static final int CHAINS = 2_000;
    private static final int QUESTIONS = 3_000;
    private static final long SEED = 20_260;

    private final Random random = new Random(SEED);
    private final GeneratedChains chains = new GeneratedChains(random);
    private final TrustAnchors anchors = TrustAnchors.of(chains.trusted(), "test");

    @Test
    void areThoseOfTheJdkWhetherRememberedOrNativeOrBoth() {
        X509ExtendedTrustManager plain = PkixTrust.plain(anchors);
        CountedTrust asked = new CountedTrust(PkixTrust.listenedTo(anchors));
        Map<String, X509ExtendedTrustManager> helped = helped(asked);
        List<X509Certificate[]> peers =
                Stream.generate(chains::next).limit(CHAINS).toList();
        Map<String, Integer> verdicts = new HashMap<>();
        for (int i = 0; i < QUESTIONS; i++) {
            X509Certificate[] peer = peers.get(random.nextInt(CHAINS));
            Asked question = Asked.any(random);
            String verdict = question.verdict(plain, peer);
            verdicts.merge(verdict, 1, Integer::sum);
            helped.forEach((name, trust) -> {
                for (int time = 0; time < 2; time++) {
                    assertThat(question.verdict(trust, peer))
                            .as("%s, %s, of %s, seed %d", name, question, GeneratedChains.names(peer), SEED)
                            .isEqualTo(verdict);
                }
            });
        }
        int accepted = verdicts.getOrDefault(Asked.ACCEPTED, 0);
        assertThat(verdicts).as("kinds of verdicts").hasSizeGreaterThan(8);
        assertThat(accepted).as("of %s", verdicts).isBetween(QUESTIONS / 5, QUESTIONS * 4 / 5);
        assertThat(asked.asked()).as("remembered").isLessThan(2 * QUESTIONS - accepted / 2);
    }

    private Map<String, X509ExtendedTrustManager> helped(CountedTrust listenedTo) {
        Map<String, X509ExtendedTrustManager> helped = new LinkedHashMap<>();
        helped.put("remembered", new RememberingTrust(listenedTo));
        helped.put("remembered in little room", new RememberingTrust(PkixTrust.listenedTo(anchors), 100));
        for (Provider provider : providers()) {
            helped.put("by " + provider, new NativeTrust(PkixTrust.plain(anchors), provider));
            helped.put(
                    "remembered, by " + provider,
                    new RememberingTrust(new NativeTrust(PkixTrust.listenedTo(anchors), provider)));
        }
        return helped;
    }

    /** Conscrypt has a native library for every platform that this is built on, the other for some. */
    private static List<Provider> providers() {
        assertThat(NativeSignatures.conscrypt()).isPresent();
        return Stream.concat(NativeSignatures.conscrypt().stream(), NativeSignatures.corretto().stream())
                .toList();
    }
}
