package io.livetls.material;

/**
 * What is wrong with key or trust material, as data that a caller can act on. The sentence for people is
 * {@link MaterialException#getMessage()}.
 */
public enum Problem {
    /** A file or directory that was named isn't there. */
    NOT_FOUND,
    /** It is there but can't be read: permissions, an I/O error, a directory where a file is expected. */
    UNREADABLE,
    /** It kept changing while it was read, so that no two readings agreed. */
    UNSTABLE,
    /** It is larger than any material of its kind, or holds more parts. */
    TOO_LARGE,
    /** It is empty, or holds nothing of what was looked for: no private key, no certificate, no trust anchor. */
    MISSING,
    /** It holds more than one of what there must be one of, such as two different private keys. */
    AMBIGUOUS,
    /** Its encoding is damaged: a truncated block, broken base64, ASN.1 that doesn't parse. */
    MALFORMED,
    /** It is well formed, but of a format, algorithm or parameter that isn't supported. */
    UNSUPPORTED,
    /** It is encrypted and no passphrase was given. */
    PASSPHRASE_MISSING,
    /** It doesn't open with the passphrase that was given. */
    PASSPHRASE_WRONG,
    /** Opening it would cost more work or memory than the limit allows. */
    TOO_EXPENSIVE,
    /** The numbers of a key contradict each other, such as a modulus that isn't the product of its primes. */
    INCONSISTENT,
    /** The private key and the leaf certificate don't belong together. */
    MISMATCH,
    /** It is sound, but a part of the program that has to work with it refused it, such as a TLS engine. */
    REFUSED,
    /** It is sound, but not as the settings require: it doesn't pass a check of {@code io.livetls.check}. */
    UNFIT,
    /** What should be made on disk can't be written there. */
    UNWRITABLE
}
