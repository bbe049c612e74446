package io.livetls.netty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a {@link Conversation}. It shakes hands, says {@link #WORD} as soon as it may, and remembers what it hears.
 * Nothing happens in it except between a call and its return.
 */
interface End extends AutoCloseable {
    /** The application data of both sides. */
    byte WORD = 'x';

    /** Begins; what it wants to send is in the result. */
    List<byte[]> start() throws IOException;

    /** Takes a record from the other side; what it wants to send then is in the result. */
    List<byte[]> take(byte[] tlsRecord) throws IOException;

    /** Whether the handshake is over and good, as far as this side knows. */
    boolean isEstablished();

    /** Whether application data came. */
    boolean heard();

    /** What ended it; null if nothing did. */
    @Nullable Throwable failure();

    @Override
    void close();

    /** Cuts what was written into records (RFC 8446, 5.1): type, version, length. */
    static List<byte[]> records(byte[] written) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(written);
        while (rest.hasRemaining()) {
            byte[] one = new byte[5 + Short.toUnsignedInt(rest.getShort(rest.position() + 3))];
            rest.get(one);
            records.add(one);
        }
        return records;
    }
}
