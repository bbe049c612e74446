package io.livetls.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.livetls.LiveTls;
import io.livetls.testing.CertificateAuthority;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real servers. */
class RunbookTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private Runbook runbook() {
        return new Runbook(new PrintStream(printed, true, StandardCharsets.UTF_8), directory);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyCertificateOfAWorkflowEngineIsReplacedAndNoOrderFails() throws Exception {
        Runbook runbook = runbook();
        runbook.workflowEngine();
        System.out.println(printed());
        assertThat(runbook.held()).as(printed()).isTrue();
        assertThat(printed())
                .containsPattern("first CA removed +5 ")
                .contains("\nkafka: generation 5, Identity[CN=app");
    }

    @Test
    void aWebPlatformGeneratesItsCertificateOnce() throws Exception {
        Runbook runbook = runbook();
        runbook.webPlatform();
        System.out.println(printed());
        assertThat(runbook.held()).as(printed()).isTrue();
        assertThat(printed()).contains("without verification", "with a private CA");
    }

    @Test
    void eachWireIsSwitchedOffByItsVariable() throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("CA");
        Path place = Files.createDirectory(directory.resolve("place"));
        try (Surroundings surroundings = new Surroundings(place, true, ca);
                Party secret = new Party(place.resolve("secret"), ca.issue(), ca)) {
            Map<String, String> some = new HashMap<>(surroundings.variables(false, false));
            some.put("MM_TLS_SECRET_DIR", secret.path().toString());
            some.put("MM_TLS_KAFKA__ENABLED", "false");
            some.put("MM_TLS_POSTGRES__ENABLED", "false");
            some.put("MM_TLS_MONITORING__ENABLED", "false");
            assertThat(statusAfterAnOrder(some, secret))
                    .contains("api: generation 1, ")
                    .contains("monitoring: plaintext, as its variables want it\n")
                    .contains("postgres: plaintext, as its variables want it\n")
                    .contains("rabbitmq: generation 1, ")
                    .contains("kafka: plaintext, as its variables want it\n")
                    .contains("partner: generation 1, ");

            Map<String, String> none = new HashMap<>(surroundings.variables(false, false));
            none.put("MM_TLS_SECRET_DIR", secret.path().toString());
            none.put("MM_TLS_ENABLED", "false");
            assertThat(statusAfterAnOrder(none, secret))
                    .doesNotContain("generation")
                    .contains("api: plaintext");
        }
    }

    private static String statusAfterAnOrder(Map<String, String> variables, Party trusted) throws Exception {
        try (Service service = Service.start(variables);
                LiveTls tls = LiveTls.builder()
                        .trust(trusted.path().resolve("ca.crt").toString())
                        .build()) {
            assertThat(Customers.ask(tls, service.apiUrl())).startsWith("order ");
            return Customers.ask(tls, service.monitoringUrl());
        }
    }
}
