@NullMarked
package io.livetls.http;

import org.jspecify.annotations.NullMarked;
