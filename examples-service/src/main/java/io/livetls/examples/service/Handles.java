package io.livetls.examples.service;

import io.livetls.LiveTls;
import io.livetls.config.ChannelSettings;
import io.livetls.config.TlsEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A handle for each channel that has TLS. All of them follow the same files, unless variables say otherwise. */
final class Handles implements AutoCloseable {
    private final TlsEnvironment environment;
    private final List<LiveTls> opened = new ArrayList<>();

    Handles(TlsEnvironment environment) {
        this.environment = environment;
    }

    /**
     * What the variables say of a channel.
     *
     * @return empty if they want it without TLS
     */
    Optional<LiveTls> open(String channel) {
        ChannelSettings settings = environment.channel(channel);
        if (!settings.isEnabled()) {
            return Optional.empty();
        }
        LiveTls tls = LiveTls.builder(settings).build();
        opened.add(tls);
        return Optional.of(tls);
    }

    @Override
    public void close() {
        opened.forEach(LiveTls::close);
    }
}
