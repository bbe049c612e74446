package io.livetls.fuzz;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Changes ASN.1 as a script says: tags, lengths, values, order, depth, and parts of other documents. */
final class DerEdits {
    private static final int MOST_EDITS = 6;
    private static final List<Integer> DEPTHS = List.of(1, 2, 10, 100, 3000);
    private static final int LARGEST_NUMBER = 3000;
    /** What is larger isn't made larger still: time is better spent on more inputs. */
    private static final int LARGEST = 64 << 10;

    private static final List<BigInteger> NUMBERS = List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            BigInteger.valueOf(3),
            BigInteger.ONE.negate(),
            BigInteger.valueOf(1000),
            BigInteger.valueOf(100_000),
            BigInteger.valueOf(Integer.MAX_VALUE),
            BigInteger.ONE.shiftLeft(31),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(64));

    private DerEdits() {}

    static byte[] edited(byte[] der, List<byte[]> donors, Script script) {
        DerNode root = DerNode.parse(der);
        byte[] edited = der;
        int edits = script.below(MOST_EDITS);
        for (int i = 0; i < edits && edited.length < LARGEST; i++) {
            edit(root, donors, script);
            edited = root.encode();
        }
        return edited;
    }

    private static void edit(DerNode root, List<byte[]> donors, Script script) {
        DerNode node = script.one(root.all());
        switch (script.below(14)) {
            case 0 -> node.tag = script.octet();
            case 1 -> node.length = script.one(List.of(DerNode.Length.values()));
            case 2 -> replace(node, script.bytes(64));
            case 3 -> node.become(new byte[0]);
            case 4 -> node.become(twice(node.encode()));
            case 5 -> replace(node, script.one(NUMBERS).toByteArray());
            case 6 -> replace(node, large(script));
            case 7 -> replace(node, script.one(ObjectIds.ENCODED));
            case 8 ->
                node.become(script.one(DerNode.parse(script.one(donors)).all()).encode());
            case 9 -> node.become(script.one(root.all()).encode());
            case 10 -> replace(node, Arrays.copyOf(node.content, script.below(node.content.length + 1)));
            case 11 -> rotate(node, script.octet());
            case 12 -> node.become(wrapped(node.encode(), script.octet(), script.one(DEPTHS)));
            default -> nestInItself(node, script);
        }
    }

    private static void replace(DerNode node, byte[] content) {
        node.content = content;
        node.children = null;
    }

    private static byte[] large(Script script) {
        byte[] large = new byte[script.below(LARGEST_NUMBER)];
        Arrays.fill(large, (byte) script.octet());
        return large;
    }

    private static byte[] twice(byte[] bytes) {
        byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        return twice;
    }

    private static void rotate(DerNode node, int places) {
        if (node.children != null) {
            Collections.rotate(node.children, places);
        }
    }

    private static byte[] wrapped(byte[] bytes, int tag, int depth) {
        byte[] wrapped = bytes;
        for (int i = 0; i < depth && wrapped.length < LARGEST; i++) {
            wrapped = DerNode.of(tag, wrapped).encode();
        }
        return wrapped;
    }

    /** Puts the element in the place of one of its own parts, again and again: what recurses into that part overflows. */
    private static void nestInItself(DerNode node, Script script) {
        List<DerNode> parts = node.all();
        if (parts.size() > 1) {
            DerNode part = parts.get(1 + script.below(parts.size() - 1));
            int depth = script.one(DEPTHS);
            byte[] whole = node.encode();
            for (int i = 0; i < depth && whole.length < LARGEST; i++) {
                part.become(whole);
                whole = node.encode();
            }
        }
    }
}
