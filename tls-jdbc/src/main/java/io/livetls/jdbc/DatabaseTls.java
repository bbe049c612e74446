package io.livetls.jdbc;

import io.livetls.LiveTls;
import io.livetls.config.ChannelSettings;
import io.livetls.config.ConfigurationException;
import io.livetls.config.Setting;
import io.livetls.config.Variable;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A database as a channel's variables describe it: the mode, the handle, and the driver's properties. Close it after the
 * pool. Thread-safe.
 */
public final class DatabaseTls implements AutoCloseable {
    private final Dialect dialect;
    private final SslMode mode;
    private final @Nullable LiveTls handle;

    private DatabaseTls(Dialect dialect, SslMode mode, @Nullable LiveTls handle) {
        this.dialect = dialect;
        this.mode = mode;
        this.handle = handle;
    }

    static DatabaseTls of(Dialect dialect, ChannelSettings channel) {
        Optional<Setting> said = channel.get(Variable.SSLMODE);
        SslMode mode = said.map(setting -> mode(dialect, setting)).orElse(SslMode.VERIFY_FULL);
        if (!channel.isEnabled()) {
            said.filter(setting -> mode != SslMode.DISABLE
                            && channel.get(Variable.ENABLED).isEmpty())
                    .ifPresent(setting -> {
                        throw plaintext(channel, setting);
                    });
            return new DatabaseTls(dialect, SslMode.DISABLE, null);
        }
        if (mode == SslMode.DISABLE) {
            return new DatabaseTls(dialect, mode, null);
        }
        LiveTls handle = LiveTls.builder(channel).build();
        boolean usable = false;
        try {
            dialect.checkPromise(handle, mode);
            usable = true;
            return new DatabaseTls(dialect, mode, handle);
        } finally {
            if (!usable) {
                handle.close();
            }
        }
    }

    private static SslMode mode(Dialect dialect, Setting setting) {
        SslMode mode = parse(setting);
        if (!dialect.has(mode)) {
            throw new ConfigurationException(
                    setting.source(), dialect.lack(mode), "Set it to one of " + dialect.modes());
        }
        return mode;
    }

    private static SslMode parse(Setting setting) {
        try {
            return SslMode.parse(setting.value());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    setting.source(),
                    String.valueOf(e.getMessage()),
                    "Set it to one of these, or leave it out for verify-full");
        }
    }

    private static ConfigurationException plaintext(ChannelSettings channel, Setting setting) {
        return new ConfigurationException(
                setting.source(),
                "it asks for TLS, and there is none, since there is no private key",
                "Set " + Variable.ENABLED.nameFor(channel.channel())
                        + "=true for TLS without a certificate of one's own, or the mode to disable");
    }

    /**
     * What is checked.
     *
     * @return {@link SslMode#DISABLE} where the channel has no TLS
     */
    public SslMode mode() {
        return mode;
    }

    /**
     * The handle behind the properties, for a pool that follows it.
     *
     * @return empty where the mode is {@link SslMode#DISABLE}
     */
    public Optional<LiveTls> handle() {
        return Optional.ofNullable(handle);
    }

    /**
     * The driver's properties.
     *
     * @return new ones, to which user, password and others may be added; strings only
     */
    public Properties properties() {
        return handle == null ? dialect.plaintext() : dialect.properties(handle, mode);
    }

    /** Closes the handle. Open connections stay; no new ones are made. */
    @Override
    public void close() {
        if (handle != null) {
            handle.close();
        }
    }

    /**
     * For logs.
     *
     * @return the mode and the handle, without secrets
     */
    @Override
    public String toString() {
        return "DatabaseTls[" + mode + (handle == null ? "]" : ", " + handle + "]");
    }
}
