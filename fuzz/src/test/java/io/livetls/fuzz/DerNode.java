package io.livetls.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ASN.1 element that can be changed and written again, with the lengths around it fitting, or not on purpose. */
final class DerNode {
    private static final int DEEPEST = 30;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;

    /** How the length is written. */
    enum Length {
        DER,
        INDEFINITE,
        NOT_MINIMAL,
        ONE_MORE,
        ONE_LESS,
        ENORMOUS
    }

    int tag;
    byte[] content;
    /** What the content is made of; null where it is just bytes. */
    @Nullable List<DerNode> children;

    Length length = Length.DER;
    /** Written instead of everything else. */
    byte @Nullable [] raw;

    private DerNode(int tag, byte[] content) {
        this.tag = tag;
        this.content = content;
    }

    static DerNode of(int tag, byte[] content) {
        return new DerNode(tag, content);
    }

    static DerNode raw(byte[] bytes) {
        DerNode node = new DerNode(0, bytes);
        node.raw = bytes;
        return node;
    }

    /** The element that these bytes are; as they are, if they aren't one with DER lengths. */
    static DerNode parse(byte[] der) {
        List<DerNode> nodes = parseAll(der, 0);
        return nodes != null && nodes.size() == 1 ? nodes.get(0) : raw(der);
    }

    private static @Nullable List<DerNode> parseAll(byte[] bytes, int depth) {
        List<DerNode> nodes = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int tag = bytes[at] & 0xff;
            if ((tag & 0x1f) == 0x1f || at + 2 > bytes.length) {
                return null;
            }
            int length = bytes[at + 1] & 0xff;
            int start = at + 2;
            if (length > 0x83 || length == 0x80) {
                return null;
            }
            if (length > 0x80) {
                int octets = length - 0x80;
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | (start < bytes.length ? bytes[start] & 0xff : 0);
                    start++;
                }
            }
            if (start + length > bytes.length) {
                return null;
            }
            nodes.add(node(tag, Arrays.copyOfRange(bytes, start, start + length), depth));
            at = start + length;
        }
        return nodes;
    }

    private static DerNode node(int tag, byte[] content, int depth) {
        DerNode node = new DerNode(tag, content);
        if (depth < DEEPEST && content.length > 0) {
            if ((tag & 0x20) != 0 || (tag == OCTET_STRING && content[0] == 0x30)) {
                node.children = parseAll(content, depth + 1);
            } else if (tag == BIT_STRING && content[0] == 0 && content.length > 2 && content[1] == 0x30) {
                List<DerNode> within = parseAll(Arrays.copyOfRange(content, 1, content.length), depth + 1);
                if (within != null) {
                    within.add(0, raw(new byte[1]));
                    node.children = within;
                }
            }
        }
        return node;
    }

    /** This and everything in it, outermost first. */
    List<DerNode> all() {
        List<DerNode> all = new ArrayList<>();
        collect(all);
        return all;
    }

    private void collect(List<DerNode> all) {
        all.add(this);
        if (children != null) {
            children.forEach(child -> child.collect(all));
        }
    }

    DerNode copy() {
        DerNode copy = new DerNode(tag, content);
        copy.length = length;
        copy.raw = raw;
        if (children != null) {
            copy.children = new ArrayList<>();
            for (DerNode child : children) {
                copy.children.add(child.copy());
            }
        }
        return copy;
    }

    /** Becomes just these bytes. */
    void become(byte[] bytes) {
        raw = bytes;
        children = null;
    }

    byte[] encode() {
        if (raw != null) {
            return raw;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (children == null) {
            body.writeBytes(content);
        } else {
            children.forEach(child -> body.writeBytes(child.encode()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        switch (length) {
            case INDEFINITE -> out.write(0x80);
            case NOT_MINIMAL -> writeLong(out, body.size());
            case ONE_MORE -> writeLength(out, body.size() + 1);
            case ONE_LESS -> writeLength(out, Math.max(0, body.size() - 1));
            case ENORMOUS -> writeLong(out, Integer.MAX_VALUE - body.size());
            case DER -> writeLength(out, body.size());
        }
        out.writeBytes(body.toByteArray());
        if (length == Length.INDEFINITE) {
            out.writeBytes(new byte[2]);
        }
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
        out.write(0x80 + octets);
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            out.write(length >>> shift);
        }
    }

    private static void writeLong(ByteArrayOutputStream out, int length) {
        out.write(0x84);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(length >>> shift);
        }
    }
}
