package io.livetls.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SslModeTest {
    @ParameterizedTest
    @EnumSource
    void everyModeIsReadAsItIsWritten(SslMode mode) {
        assertThat(SslMode.parse(mode.value())).isEqualTo(mode);
        assertThat(SslMode.parse(mode.name())).isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-full", "VERIFY-FULL", "Verify_Full", " verify-full ", "VERIFY_FULL\n"})
    void whatUsersWriteIsUnderstood(String text) {
        assertThat(SslMode.parse(text)).isEqualTo(SslMode.VERIFY_FULL);
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLED, DISABLE",
        "PREFERRED, PREFER",
        "REQUIRED, REQUIRE",
        "VERIFY_CA, VERIFY_CA",
        "VERIFY_IDENTITY, VERIFY_FULL",
        "trust, REQUIRE",
        "verify-identity, VERIFY_FULL"
    })
    void theNamesOfMysqlAndMariadbAreReadToo(String text, SslMode mode) {
        assertThat(SslMode.parse(text)).isEqualTo(mode);
    }

    @Test
    void noLocalePlaysAPart() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(SslMode.parse("DISABLE")).isEqualTo(SslMode.DISABLE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "verify", "verifyfull", "identity"})
    void anythingElseIsAnErrorThatListsTheModes(String text) {
        assertThatThrownBy(() -> SslMode.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text
                        + "' is no sslmode (expected: disable, allow, prefer, require, verify-ca, verify-full)");
    }
}
