/**
 * Proven values: an {@link io.livetls.material.Identity} is a private key with the certificate chain that it signs for,
 * {@link io.livetls.material.TrustAnchors} are the CAs that peers are checked against. No I/O and no threads here; what
 * can't be proven is a {@link io.livetls.material.MaterialException}. Start with {@code Identity}.
 */
@NullMarked
package io.livetls.material;

import org.jspecify.annotations.NullMarked;
