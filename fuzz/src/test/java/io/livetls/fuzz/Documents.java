package io.livetls.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a fuzzer's input stands for. Its first byte says: 0, the file itself follows; otherwise a script, which changes
 * generated keys and certificates in ways that bytes at random never would.
 */
final class Documents {
    private static final int SCRIPTS = 40;
    private static final int SCRIPT_LENGTH = 60;
    private static final int MOST_BLOCKS = 3;

    static final Documents OF_KEYS = new Documents(SeedKeys.ALL, SeedCertificates.ALL);
    static final Documents OF_CERTIFICATES = new Documents(SeedCertificates.ALL, SeedKeys.ALL);

    private final List<Document> usual;
    private final List<Document> other;
    private final List<byte[]> parts;

    private Documents(List<Document> usual, List<Document> other) {
        this.usual = usual;
        this.other = other;
        this.parts =
                Stream.concat(usual.stream(), other.stream()).map(Document::der).toList();
    }

    byte[] read(byte[] input) {
        if (input.length == 0 || input[0] == 0) {
            return Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        }
        return written(new Script(Arrays.copyOfRange(input, 1, input.length)));
    }

    /** A file as a script describes it. */
    byte[] written(Script script) {
        int blocks = 1 + script.below(MOST_BLOCKS);
        boolean pem = script.flag();
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < blocks; i++) {
            Document document = script.one(script.rarely(8) ? other : usual);
            byte[] edited = DerEdits.edited(document.der(), parts, script);
            if (pem) {
                text.append(PemLayout.block(document.label(), document.headers(), edited, script));
            } else if (i == 0 || script.flag()) {
                der.writeBytes(edited);
            }
        }
        return PemLayout.damaged(pem ? PemLayout.encoded(text.toString(), script) : der.toByteArray(), script);
    }

    /** Every document as it is, in DER and in PEM, and scripts to begin with. */
    Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Script plain = new Script(new byte[0]);
        for (Document document : usual) {
            seeds.add(verbatim(document.der()));
            seeds.add(verbatim(PemLayout.block(document.label(), document.headers(), document.der(), plain)
                    .getBytes(StandardCharsets.US_ASCII)));
        }
        return Stream.concat(seeds.stream(), scripts());
    }

    /** Inputs that are scripts, the same ones each time. */
    static Stream<byte[]> scripts() {
        Random random = new Random(SCRIPTS);
        return Stream.generate(() -> {
                    byte[] script = new byte[SCRIPT_LENGTH];
                    random.nextBytes(script);
                    script[0] = 1;
                    return script;
                })
                .limit(SCRIPTS);
    }

    static byte[] verbatim(byte[] content) {
        byte[] input = new byte[1 + content.length];
        System.arraycopy(content, 0, input, 1, content.length);
        return input;
    }
}
