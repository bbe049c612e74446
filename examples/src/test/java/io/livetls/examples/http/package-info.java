@NullMarked
package io.livetls.examples.http;

import org.jspecify.annotations.NullMarked;
