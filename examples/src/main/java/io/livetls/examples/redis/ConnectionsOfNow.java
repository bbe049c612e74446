package io.livetls.examples.redis;

import io.livetls.LiveTls;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** Makes a pool's connections, and lets it keep none that was made before the last change. */
final class ConnectionsOfNow extends ConnectionFactory {
    private final LiveTls tls;

    ConnectionsOfNow(LiveTls tls, HostAndPort server, JedisClientConfig config) {
        super(server, config);
        this.tls = tls;
    }

    private static final class Made extends DefaultPooledObject<Connection> {
        private final long generation;

        Made(Connection connection, long generation) {
            super(connection);
            this.generation = generation;
        }
    }

    @Override
    public PooledObject<Connection> makeObject() throws Exception {
        long generation = tls.current().generation(); // before connecting, so never too late
        return new Made(super.makeObject().getObject(), generation);
    }

    /** Called when a connection is given back: the pool closes what this refuses. */
    @Override
    public void passivateObject(PooledObject<Connection> pooled) throws Exception {
        if (((Made) pooled).generation != tls.current().generation()) {
            throw new IllegalStateException("the connection was made before a change");
        }
        super.passivateObject(pooled);
    }
}
