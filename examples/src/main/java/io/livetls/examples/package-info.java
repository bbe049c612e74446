/** Short programs to copy from: each serves or calls with the files of one secret directory, for as long as it runs. */
@NullMarked
package io.livetls.examples;

import org.jspecify.annotations.NullMarked;
