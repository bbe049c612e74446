/**
 * The demo: a server and its clients through every change of certificates, told as a timeline of what was measured.
 *
 * <p>{@link io.livetls.examples.demo.Demo} reads the arguments. A {@link io.livetls.examples.demo.Scenario} is a list of
 * {@link io.livetls.examples.demo.Step}s that change the files of a {@link io.livetls.examples.demo.Deployment} and say
 * in a {@link io.livetls.examples.demo.Report} what must hold.
 */
@NullMarked
package io.livetls.examples.demo;

import org.jspecify.annotations.NullMarked;
