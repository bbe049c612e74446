package io.livetls.netty;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A connected socket without a network: what comes in is put there, and it tells when its reader has read all and waits. */
final class StepSocket extends Socket {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final int port;
    private byte[] incoming = new byte[0];
    private int position;
    private boolean waiting;
    private boolean ended;
    private boolean abandoned;

    StepSocket(int port) {
        this.port = port;
    }

    void arrive(byte[] bytes) {
        lock.lock();
        try {
            byte[] rest = new byte[incoming.length - position + bytes.length];
            System.arraycopy(incoming, position, rest, 0, incoming.length - position);
            System.arraycopy(bytes, 0, rest, incoming.length - position, bytes.length);
            incoming = rest;
            position = 0;
            waiting = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the reader waits, or is gone; what was written until then is in the result. */
    List<byte[]> awaitIdle() {
        lock.lock();
        try {
            while (!waiting && !abandoned) {
                if (!changed.await(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("the socket's thread does something else for ten seconds");
                }
            }
            byte[] bytes = written.toByteArray();
            written.reset();
            return End.records(bytes);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing comes any more. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Its reader is gone. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                return receive(target, offset, length);
            }
        };
    }

    private int receive(byte[] target, int offset, int length) {
        lock.lock();
        try {
            while (position == incoming.length && !ended) {
                waiting = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            int count = Math.min(length, incoming.length - position);
            if (count == 0) {
                return -1;
            }
            System.arraycopy(incoming, position, target, offset, count);
            position += count;
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int data) {
                write(new byte[] {(byte) data}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                lock.lock();
                try {
                    written.write(source, offset, length);
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public void setSoTimeout(int timeout) {
        // The test is the clock.
    }

    @Override
    public void shutdownInput() {
        end();
    }

    @Override
    public void shutdownOutput() {
        // Nobody listens for the end of the stream.
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() {
        end();
    }
}
