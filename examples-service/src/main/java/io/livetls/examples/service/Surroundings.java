package io.livetls.examples.service;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.examples.kafka.LocalBroker;
import io.livetls.kafka.KafkaTls;
import io.livetls.testing.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The servers that the service needs, all of them real and all of them with a certificate that is replaced as its own is. */
final class Surroundings implements AutoCloseable {
    private final boolean mutual;
    private final Party party;
    private final LiveTls tls;
    private final Database database;
    private final EventBroker events;
    private final LocalBroker kafka;
    private final PartnerServer partner;

    /**
     * Starts them.
     *
     * @param mutual whether they want a certificate of their clients
     */
    Surroundings(Path directory, boolean mutual, CertificateAuthority ca) throws Exception {
        this.mutual = mutual;
        party = new Party(directory.resolve("servers"), ca.issue(), ca);
        tls = LiveTls.builder()
                .name("surroundings")
                .secretDirectory(party.path())
                .clientAuth(mutual ? ClientAuth.REQUIRE : ClientAuth.NONE)
                .build();
        database = new Database(directory.resolve("postgres"), party.presented(), ca);
        events = new EventBroker(directory.resolve("amqp"), party.presented(), mutual, ca);
        Map<String, Object> listener = new HashMap<>(KafkaTls.brokerConfig(tls, LocalBroker.LISTENER));
        listener.put("livetls.reconnect.within", "1s");
        kafka = LocalBroker.start(directory.resolve("kafka"), listener);
        partner = new PartnerServer(tls);
    }

    Map<String, String> variables(boolean kafkaTls, boolean databaseTls) {
        Map<String, String> variables = new HashMap<>();
        variables.put("POSTGRES_URL", database.url(databaseTls ? mutual ? "mutual" : "secure" : "plain"));
        variables.put("POSTGRES_USER", "app");
        variables.put("POSTGRES_PASSWORD", "secret");
        variables.put("RABBITMQ_TLS_PORT", Integer.toString(events.tlsPort()));
        variables.put("RABBITMQ_PORT", Integer.toString(events.port()));
        variables.put("RABBITMQ_USER", "app");
        variables.put("RABBITMQ_PASSWORD", "secret");
        variables.put("KAFKA_BOOTSTRAP_SERVERS", kafkaTls ? kafka.bootstrap() : kafka.plaintextBootstrap());
        variables.put("PARTNER_HTTPS", partner.https());
        variables.put("PARTNER_HTTP", partner.http());
        return variables;
    }

    /** A new certificate for all of them. */
    void present(CertificateAuthority issuer, CertificateAuthority... trusted) throws Exception {
        party.present(issuer.rekey(party.presented()), trusted);
        distribute(trusted);
    }

    /** Other CAs, and the same certificate. */
    void trust(CertificateAuthority... trusted) throws Exception {
        party.present(party.presented(), trusted);
        distribute(trusted);
    }

    /** What follows its files by itself has nothing to be told. */
    private void distribute(CertificateAuthority... trusted) throws Exception {
        database.present(party.presented(), trusted);
        events.present(party.presented(), trusted);
        Following.await(tls, party.presented().certificate(), trusted.length);
    }

    @Override
    public void close() throws IOException {
        partner.close();
        kafka.close();
        events.close();
        database.close();
        tls.close();
        party.close();
    }
}
