package io.livetls.examples.service;

import java.util.Optional;

/** A wire on which the service is the client. */
interface OutgoingWire extends Wire {
    /**
     * Makes a new connection as the service does, uses and closes it.
     *
     * @return the serial number, in hexadecimal digits, of the certificate that the other side was shown, if it can tell
     * @throws Exception if there is no connection
     */
    Optional<String> connect() throws Exception;
}
