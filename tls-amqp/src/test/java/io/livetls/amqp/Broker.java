package io.livetls.amqp;

import io.livetls.testing.CertificateAuthority;
import io.livetls.testing.IssuedCertificate;
import java.util.List;

/**
 * A broker that wants a client certificate on its TLS port and logs in by its common name, and by user and password on its
 * plaintext port.
 */
interface Broker {
    /** Its TLS port on {@code localhost}. */
    int port();

    /** Its plaintext port. */
    int plaintextPort();

    /** What new connections meet from now on. */
    void change(IssuedCertificate identity, CertificateAuthority... clients) throws Exception;

    /** Whom it knows its TLS connections as: the subjects of the certificates that they have shown. */
    List<String> peers() throws Exception;

    /** Cuts every connection. */
    void disconnectAll() throws Exception;
}
