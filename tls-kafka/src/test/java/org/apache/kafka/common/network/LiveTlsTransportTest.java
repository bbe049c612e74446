package org.apache.kafka.common.network;

import io.livetls.kafka.WithLiveTls;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kafka's own tests of its TLS transport, with LiveTLS's factory on both sides. */
@ExtendWith(WithLiveTls.class)
class LiveTlsTransportTest extends SslTransportLayerTest {}
