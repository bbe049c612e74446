/**
 * The JSSE view of a live handle: an {@code SSLContext}, a key manager and a trust manager that are always current, over
 * contexts that never let a session outlive the trust it was made under. Start with {@link io.livetls.jsse.JsseView}.
 *
 * <p>Path validation is the JDK's PKIX; nothing here decides trust by itself.
 */
@NullMarked
package io.livetls.jsse;

import org.jspecify.annotations.NullMarked;
