/**
 * HTTP of the JDK over a handle: {@code java.net.http.HttpClient} and {@code com.sun.net.httpserver.HttpsServer}. Start
 * with {@link io.livetls.http.HttpTls} where there is a handle, and with {@link io.livetls.http.HttpEndpoint} where
 * variables say what there is.
 *
 * <p>A module that uses this requires {@code java.net.http} or {@code jdk.httpserver} itself: this library needs neither.
 */
@NullMarked
package io.livetls.http;

import org.jspecify.annotations.NullMarked;
