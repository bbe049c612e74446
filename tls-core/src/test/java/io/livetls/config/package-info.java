@NullMarked
package io.livetls.config;

import org.jspecify.annotations.NullMarked;
