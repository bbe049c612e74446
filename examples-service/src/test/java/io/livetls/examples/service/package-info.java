/** The service and its runbooks, run. */
@NullMarked
package io.livetls.examples.service;

import org.jspecify.annotations.NullMarked;
