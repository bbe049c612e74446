package io.livetls.benchmarks;

import io.livetls.testing.IssuedCertificate;
import java.math.BigInteger;
import java.util.concurrent.CountDownLatch;

/** One change on disk, and when what came of it. Each time is written once, by one thread. */
final class Change {
    private final BigInteger serialNumber;
    private final CountDownLatch followed = new CountDownLatch(2);
    private volatile long before;
    private volatile long after;
    private volatile long published;
    private volatile long handshakeStarted;
    private volatile long handshakeEnded;

    Change(IssuedCertificate identity) {
        this.serialNumber = identity.certificate().getSerialNumber();
    }

    boolean isTo(BigInteger serial) {
        return serialNumber.equals(serial);
    }

    void before(long time) {
        before = time;
    }

    void after(long time) {
        after = time;
    }

    void published(long time) {
        published = time;
        followed.countDown();
    }

    void handshake(long started, long ended) {
        if (handshakeEnded == 0) {
            handshakeStarted = started;
            handshakeEnded = ended;
            followed.countDown();
        }
    }

    /** Published, and seen by a client. */
    CountDownLatch followed() {
        return followed;
    }

    /** From the last moment at which the old files were there. */
    long beforeToHandshake() {
        return handshakeEnded - before;
    }

    /** From the first moment at which the new files are known to be there. */
    long afterToHandshake() {
        return handshakeEnded - after;
    }

    long beforeToPublished() {
        return published - before;
    }

    long afterToPublished() {
        return published - after;
    }

    /** Less than a handshake takes, if it was under way already and asked for the certificate later. */
    long publishedToHandshake() {
        return handshakeEnded - published;
    }

    long handshakeAlone() {
        return handshakeEnded - handshakeStarted;
    }
}
