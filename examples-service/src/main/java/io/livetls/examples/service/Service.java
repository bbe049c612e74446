package io.livetls.examples.service;

import io.livetls.config.TlsEnvironment;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Takes orders. Each is put into PostgreSQL, published to RabbitMQ, appended to Kafka and told to a partner before the
 * customer gets the answer.
 *
 * <p>All that it knows of TLS are variables. One directory of certificates serves every wire:
 *
 * <pre>
 * MM_TLS_SECRET_DIR=/etc/tls                 tls.crt, tls.key, ca.crt
 * MM_TLS_CLIENT_AUTH=OPTIONAL
 * MM_TLS_POSTGRES__SSLMODE=verify-full       also if it is left out
 * MM_TLS_KAFKA__ENABLED=false                one wire without TLS
 * MM_TLS_MONITORING__SECRET_DIR=/etc/ops     one wire with a certificate of its own
 * </pre>
 *
 * <p>Thread-safe.
 */
public final class Service implements AutoCloseable {
    /** Over which connections of before are replaced. Minutes in earnest; here somebody is watching. */
    private static final Duration RETIREMENT = Duration.ofSeconds(1);

    private final Handles handles;
    private final AtomicLong number;
    private final Orders orders;
    private final Events events;
    private final Journal journal;
    private final Partner partner;
    private final Endpoint api;
    private final Endpoint monitoring;

    private Service(Map<String, String> variables) throws IOException, SQLException {
        TlsEnvironment environment = TlsEnvironment.of(variables);
        handles = new Handles(environment);
        orders = new Orders(environment, variables, RETIREMENT);
        number = new AtomicLong(orders.last());
        events = new Events(handles, variables);
        journal = new Journal(handles, variables, RETIREMENT);
        partner = new Partner(handles, variables);
        api = new Endpoint("api", environment, path -> order());
        monitoring = new Endpoint("monitoring", environment, path -> status());
    }

    /**
     * Starts it.
     *
     * @param variables {@code System.getenv()} in earnest
     * @return running
     * @throws IOException if a port or RabbitMQ can't be had
     * @throws SQLException if the database can't be had
     */
    public static Service start(Map<String, String> variables) throws IOException, SQLException {
        return new Service(variables);
    }

    private String order() throws Exception {
        long order = number.incrementAndGet();
        orders.insert(order);
        events.publish(order);
        journal.append(order);
        partner.tell(order);
        return "order " + order;
    }

    private String status() {
        return wires().stream().map(Wire::status).collect(Collectors.joining("\n", "", "\n"));
    }

    List<Wire> wires() {
        return List.of(api, monitoring, orders, events, journal, partner);
    }

    String apiUrl() {
        return api.url();
    }

    String monitoringUrl() {
        return monitoring.url();
    }

    long inDatabase() throws SQLException {
        return orders.count();
    }

    /** Different orders that came back from RabbitMQ. */
    int inEvents() {
        return events.received();
    }

    /** Different orders that came back from Kafka. */
    int inJournal() {
        return journal.read();
    }

    @Override
    public void close() {
        List.of(api, monitoring, partner, events, journal, orders).forEach(Wire::close);
        handles.close();
    }
}
