/** HTTP besides the JDK's: a server of Netty with HTTP/2, and the clients OkHttp and Apache HttpClient. */
@NullMarked
package io.livetls.examples.http;

import org.jspecify.annotations.NullMarked;
