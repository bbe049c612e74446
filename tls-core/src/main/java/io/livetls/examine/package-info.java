/**
 * Finds what isn't as expected of loaded material. Nothing is loaded here, and path validation is the JDK's. Start with
 * {@link io.livetls.examine.Examiner}.
 */
@NullMarked
package io.livetls.examine;

import org.jspecify.annotations.NullMarked;
