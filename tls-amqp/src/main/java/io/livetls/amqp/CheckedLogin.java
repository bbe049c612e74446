package io.livetls.amqp;

import com.rabbitmq.client.SaslConfig;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.ShutdownSignalException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends credentials over connections of the handle alone. It is the one hook that the client calls for every connection,
 * whatever does the I/O, after the server's greeting and before anything that is worth keeping.
 */
final class CheckedLogin implements SaslConfig {
    private final String handle;
    private final Attempts attempts;
    private final SaslConfig login;

    private CheckedLogin(String handle, Attempts attempts, SaslConfig login) {
        this.handle = handle;
        this.attempts = attempts;
        this.login = login;
    }

    /** Checks before what was set; the check of an earlier handle gives way. */
    static CheckedLogin over(SaslConfig set, String handle, Attempts attempts) {
        return new CheckedLogin(handle, attempts, set instanceof CheckedLogin earlier ? earlier.login : set);
    }

    @Override
    public @Nullable SaslMechanism getSaslMechanism(String[] mechanisms) {
        if (!attempts.take()) {
            throw refusal();
        }
        return login.getSaslMechanism(mechanisms);
    }

    /** The one exception that makes the client close the connection first; the caller gets its cause. */
    private ShutdownSignalException refusal() {
        ShutdownSignalException refusal = new ShutdownSignalException(true, true, null, null);
        refusal.initCause(new SSLHandshakeException(handle
                + ": the connection isn't one of this handle, and may be plaintext, so nothing was logged in with. The"
                + " ConnectionFactory was changed after AmqpTls.apply(...), or had connected before it. Call AmqpTls.apply"
                + " last, on a factory that has made no connection"));
        return refusal;
    }
}
