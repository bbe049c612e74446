/**
 * The machinery behind a live handle: {@link io.livetls.live.LiveMaterial} loads, proves and publishes
 * {@link io.livetls.live.Generation generations}, all or nothing, whoever asked for it. Start with {@code LiveMaterial}.
 */
@NullMarked
package io.livetls.live;

import org.jspecify.annotations.NullMarked;
