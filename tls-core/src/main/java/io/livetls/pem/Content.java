package io.livetls.pem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells PEM, DER and bare base64 apart, and hands over the blocks. */
final class Content {
    private static final String BOUNDARY = "-----BEGIN ";

    private Content() {}

    /** All blocks, for the small files that keys are in. */
    static List<PemBlock> blocks(byte[] content, String source) {
        List<PemBlock> blocks = new ArrayList<>();
        try {
            forEachBlock(content, source, new BlockSink() {
                @Override
                public void add(PemBlock block) {
                    blocks.add(block);
                }
            });
        } catch (RuntimeException e) {
            clear(blocks);
            throw e;
        }
        return blocks;
    }

    /** Overwrites what may be a key. */
    static void clear(List<PemBlock> blocks) {
        for (PemBlock block : blocks) {
            block.clear();
        }
    }

    /** Hands over the blocks one by one; none for a text without any. Leaves the content as it is. */
    static void forEachBlock(byte[] content, String source, BlockSink sink) {
        byte[] text = TextEncoding.toSingleBytes(content);
        try {
            if (isDer(text, TextEncoding.startOf(text))) {
                sink.add(PemBlock.ofDer(text.clone()));
                return;
            }
            byte[] bare = indexOf(text, BOUNDARY) < 0 ? bareBase64(text) : null;
            if (bare == null) {
                scan(text, source, sink);
            } else if (isDer(bare, 0)) {
                sink.add(PemBlock.ofDer(bare));
            } else {
                scan(bare, source, sink);
                Arrays.fill(bare, (byte) 0);
            }
        } finally {
            TextEncoding.clearCopy(text, content);
        }
    }

    private static void scan(byte[] text, String source, BlockSink sink) {
        PemScanner scanner = new PemScanner(text, source);
        for (PemBlock block = scanner.next(); block != null; block = scanner.next()) {
            sink.add(block);
        }
    }

    /**
     * A SEQUENCE begins with the digit 0, but no text goes on as one does: with a length over 127, an INTEGER, or a
     * length that fits exactly.
     */
    private static boolean isDer(byte[] bytes, int start) {
        return bytes.length > start + 2
                && bytes[start] == Der.SEQUENCE
                && ((bytes[start + 1] & 0x80) != 0
                        || bytes[start + 2] == Der.INTEGER
                        || bytes[start + 1] == bytes.length - start - 2);
    }

    /**
     * What the text encodes if it is base64 and nothing else, as in a Kubernetes manifest or an environment variable, and
     * there is DER or PEM in it; otherwise null.
     */
    private static byte @Nullable [] bareBase64(byte[] text) {
        byte[] compact = new byte[text.length];
        int length = 0;
        for (int i = TextEncoding.startOf(text); i < text.length; i++) {
            if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r' && text[i] != '\n') {
                compact[length++] = text[i];
            }
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(Arrays.copyOf(compact, length));
            if (isDer(decoded, 0) || indexOf(decoded, BOUNDARY) >= 0) {
                return decoded;
            }
            Arrays.fill(decoded, (byte) 0);
            return null;
        } catch (IllegalArgumentException e) {
            return null;
        } finally {
            Arrays.fill(compact, (byte) 0);
        }
    }

    static boolean contains(byte[] bytes, String ascii) {
        return indexOf(bytes, ascii) >= 0;
    }

    private static int indexOf(byte[] bytes, String ascii) {
        int last = bytes.length - ascii.length();
        for (int i = 0; i <= last; i++) {
            int matched = 0;
            while (matched < ascii.length() && bytes[i + matched] == ascii.charAt(matched)) {
                matched++;
            }
            if (matched == ascii.length()) {
                return i;
            }
        }
        return -1;
    }
}
