package io.livetls.examine;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.check.Host;
import io.livetls.testing.IssuedCertificate;
import io.livetls.testing.LeafOptions;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedNamesTest {

    private static X509Certificate leaf(Consumer<LeafOptions> options) {
        return IssuedCertificate.selfSigned(options).certificate();
    }

    private static boolean covers(X509Certificate leaf, boolean commonNameCounts, String host) {
        return PresentedNames.of(leaf, commonNameCounts).cover(Host.of(host));
    }

    @Test
    void namesAndAddressesCoverTheirOwnKind() {
        X509Certificate leaf = leaf(with -> with.dns("a.example", "*.b.example")
                .ip("10.0.0.1", "2001:db8::1")
                .uri("https://c.example"));
        assertThat(covers(leaf, false, "a.example")).isTrue();
        assertThat(covers(leaf, false, "x.b.example")).isTrue();
        assertThat(covers(leaf, false, "10.0.0.1")).isTrue();
        assertThat(covers(leaf, false, "[2001:DB8:0::1]")).isTrue();
        assertThat(covers(leaf, false, "c.example")).isFalse();
        assertThat(covers(leaf, false, "10.0.0.2")).isFalse();
    }

    @Test
    void anAddressThatStandsAsANameCoversNothing() {
        assertThat(covers(leaf(with -> with.dns("10.0.0.1")), false, "10.0.0.1"))
                .isFalse();
    }

    @Test
    void theCommonNameCoversOnlyWhereItIsAskedForAndThereAreNoOtherNames() {
        X509Certificate bare = leaf(with -> with.commonName("a.example").noNames());
        assertThat(covers(bare, false, "a.example")).isFalse();
        assertThat(covers(bare, true, "a.example")).isTrue();
        X509Certificate wildcard = leaf(with -> with.commonName("*.example").noNames());
        assertThat(covers(wildcard, true, "a.example")).isTrue();
        X509Certificate named = leaf(with -> with.commonName("a.example").dns("b.example"));
        assertThat(covers(named, true, "a.example")).isFalse();
        X509Certificate withUri =
                leaf(with -> with.commonName("a.example").noNames().uri("spiffe://a/b"));
        assertThat(covers(withUri, true, "a.example")).isFalse();
    }

    @Test
    void theMostSpecificCommonNameCounts() {
        X509Certificate leaf = leaf(with -> with.subject("CN=specific.example, OU=Team, CN=general.example, O=Org")
                .noNames());
        assertThat(covers(leaf, true, "specific.example")).isTrue();
        assertThat(covers(leaf, true, "general.example")).isFalse();
        assertThat(covers(leaf(with -> with.commonName("10.0.0.1").noNames()), true, "10.0.0.1"))
                .isFalse();
    }

    /** The platform has no names then, as if there were no extension; a client that can't read it has none to match. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // ends within its name; another element than a sequence; a length without an end; empty
                "300c820a612e6578616d706c",
                "040b8209612e6578616d706c65",
                "3084ffffffff",
                "3000",
                ""
            })
    void namesThatCannotBeReadDoNotLetTheCommonNameCount(String extension) {
        X509Certificate leaf = RawExtension.names(
                leaf(with -> with.commonName("a.example").noNames()),
                HexFormat.of().parseHex(extension));
        assertThat(covers(leaf, true, "a.example")).isFalse();
    }

    @Test
    void mappedAddressesAreOthersThanThoseThatTheyMap() {
        X509Certificate leaf = RawExtension.names(
                leaf(with -> with.noNames()), HexFormat.of().parseHex("3012871000000000000000000000ffff0a000001"));
        assertThat(covers(leaf, false, "10.0.0.1")).isFalse();
        assertThat(covers(leaf, false, "::ffff:10.0.0.1")).isTrue();
    }

    @Test
    void aNulInANameDoesNotEndIt() {
        byte[] name = "good.example\0.evil".getBytes(StandardCharsets.US_ASCII);
        byte[] extension = new byte[name.length + 4];
        extension[0] = 0x30;
        extension[1] = (byte) (name.length + 2);
        extension[2] = (byte) 0x82;
        extension[3] = (byte) name.length;
        System.arraycopy(name, 0, extension, 4, name.length);
        X509Certificate leaf = RawExtension.names(leaf(with -> with.noNames()), extension);
        assertThat(covers(leaf, false, "good.example")).isFalse();
    }
}
