package io.livetls.pem;

import io.livetls.material.Location;
import io.livetls.material.MaterialException;
import io.livetls.material.Problem;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the one private key of a content. */
final class PrivateKeyDecoder {
    private static final String ENCRYPTED_PEM = "Proc-Type";

    private final String source;
    private final Passphrase passphrase;
    private final WorkBudget budget;
    private @Nullable EcCurve announcedCurve;
    private @Nullable PrivateKey key;
    private int keyLine;
    private int passedOver;

    PrivateKeyDecoder(String source, Passphrase passphrase, DecodingLimits limits) {
        this.source = source;
        this.passphrase = passphrase;
        this.budget = new WorkBudget(limits);
    }

    PrivateKey decode(byte[] content) {
        List<PemBlock> blocks = Content.blocks(content, source);
        try {
            for (PemBlock block : blocks) {
                add(block);
            }
        } finally {
            Content.clear(blocks);
        }
        if (key == null) {
            throw missing(content);
        }
        if (passphrase.unneeded()) {
            Log.warn("{0}: a passphrase was given, and the private key isn''t encrypted.", source);
        }
        return key;
    }

    private void add(PemBlock block) {
        try {
            LabelKind kind = block.kind();
            if (kind == LabelKind.NONE || kind == LabelKind.PRIVATE_KEY) {
                keep(decode(block), block);
            } else {
                passOver(block, kind);
            }
        } catch (MaterialException e) {
            throw e.at(block.in(source));
        } catch (RuntimeException e) {
            // Whatever a provider throws at odd numbers; without its message, which may repeat them.
            throw Faults.malformed("the private key can't be decoded", Faults.EXPORT_KEY_AGAIN)
                    .at(block.in(source));
        }
    }

    private void passOver(PemBlock block, LabelKind kind) {
        switch (kind) {
            case FOREIGN_PRIVATE_KEY -> throw ForeignKeys.unsupported(String.valueOf(block.label()));
            case UNKNOWN ->
                throw Faults.unsupported(
                        "blocks with this label aren't known, so a private key might be lost with it",
                        "Remove the block, or write the key as a PRIVATE KEY block");
            case EC_PARAMETERS -> {
                passedOver++;
                announcedCurve = EcCurve.announced(block.der());
            }
            case NONE, PRIVATE_KEY, CERTIFICATE, TRUSTED_CERTIFICATE, PKCS7, OTHER -> passedOver++;
        }
    }

    private void keep(PrivateKey found, PemBlock block) {
        if (key != null && !SameKey.test(key, found)) {
            throw new MaterialException(
                    Problem.AMBIGUOUS,
                    block.in(source),
                    "there is another private key on line " + keyLine + ", and they differ",
                    "Leave the one that belongs to the certificate");
        }
        if (key == null) {
            key = found;
            keyLine = block.line();
        }
    }

    private PrivateKey decode(PemBlock block) {
        if (block.headers().containsKey(ENCRYPTED_PEM)) {
            return opened(LegacyEncryption.decrypt(block, passphrase));
        }
        KeyStructure structure = KeyStructure.of(block.der());
        if (structure == KeyStructure.ENCRYPTED_PKCS8) {
            return opened(EncryptedPkcs8.decrypt(block.der(), passphrase, budget));
        }
        return structure.decode(block.der(), announcedCurve);
    }

    /** What comes out of a decryption: garbage means that the passphrase was wrong. */
    private PrivateKey opened(byte[] decrypted) {
        try {
            KeyStructure structure = Der.isOneSequence(decrypted) ? KeyStructure.of(decrypted) : KeyStructure.UNKNOWN;
            if (!structure.isPlainKey()) {
                throw Passphrase.wrong();
            }
            return structure.decode(decrypted, announcedCurve);
        } catch (MaterialException e) {
            throw e.problem() == Problem.MALFORMED ? Passphrase.wrong() : e;
        } finally {
            Arrays.fill(decrypted, (byte) 0);
        }
    }

    private MaterialException missing(byte[] content) {
        MaterialException foreign = passedOver == 0 ? ForeignKeys.recognize(content) : null;
        if (foreign != null) {
            return foreign.at(Location.of(source));
        }
        String what = content.length == 0
                ? "it is empty"
                : passedOver > 0
                        ? "there is no private key among its " + passedOver + " PEM blocks"
                        : "there is no private key in it: neither a BEGIN PRIVATE KEY line nor DER";
        return new MaterialException(
                Problem.MISSING, Location.of(source), what, "Name the file that holds the private key, in PEM or DER");
    }
}
