@NullMarked
package io.livetls.examples.mesh;

import org.jspecify.annotations.NullMarked;
