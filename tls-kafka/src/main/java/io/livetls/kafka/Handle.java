package io.livetls.kafka;

import io.livetls.LiveTls;

/**
 * What a factory makes its engines of.
 *
 * @param tls the handle
 * @param own whether the factory made it, and has to close it
 * @param explicitTrust whether somebody said whom to trust, rather than leaving it to the platform's CAs
 */
record Handle(LiveTls tls, boolean own, boolean explicitTrust) {}
