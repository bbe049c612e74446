/**
 * Where material comes from. A {@link io.livetls.source.MaterialSource} names the paths it needs; a
 * {@link io.livetls.source.Reading} holds the content of all of them from one moment, so that no source sees half of a
 * change. Start with {@code MaterialSource}.
 */
@NullMarked
package io.livetls.source;

import org.jspecify.annotations.NullMarked;
