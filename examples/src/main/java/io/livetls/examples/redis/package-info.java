/** Redis by Lettuce and by Jedis, with certificates that follow their files. */
@NullMarked
package io.livetls.examples.redis;

import org.jspecify.annotations.NullMarked;
