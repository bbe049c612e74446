/**
 * Reads keys and certificates from PEM (RFC 7468), DER and PKCS#7. Start with {@link io.livetls.pem.PrivateKeys} and
 * {@link io.livetls.pem.Certificates}; everything else is an internal decoder.
 *
 * <p>Strict about loss: a block that can't be read is a {@link io.livetls.material.MaterialException} that names the
 * file, the line and the block. Nothing is skipped silently and nothing is guessed.
 */
@NullMarked
package io.livetls.pem;

import org.jspecify.annotations.NullMarked;
