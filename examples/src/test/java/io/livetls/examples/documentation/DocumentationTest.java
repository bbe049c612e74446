package io.livetls.examples.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles every Java block of the documents, so that none shows what doesn't work. A block is the body of a method of a
 * class that extends {@link Surroundings}, which declares what a reader is taken to have already.
 */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    private static final List<String> IMPORTS = List.of(
            "com.rabbitmq.client.ConnectionFactory",
            "com.rabbitmq.client.DefaultSaslConfig",
            "com.sun.net.httpserver.*",
            "com.zaxxer.hikari.*",
            "io.grpc.ChannelCredentials",
            "io.grpc.Grpc",
            "io.grpc.ManagedChannel",
            "io.grpc.Server",
            "io.grpc.ServerCredentials",
            "io.lettuce.core.ClientOptions",
            "io.lettuce.core.RedisURI",
            "io.lettuce.core.SslOptions",
            "io.livetls.*",
            "io.livetls.amqp.*",
            "io.livetls.check.*",
            "io.livetls.config.*",
            "io.livetls.grpc.*",
            "io.livetls.http.*",
            "io.livetls.jdbc.*",
            "io.livetls.kafka.*",
            "io.livetls.material.*",
            "io.livetls.netty.*",
            "io.livetls.pem.*",
            "io.livetls.testing.*",
            "io.netty.bootstrap.*",
            "io.netty.channel.*",
            "io.netty.channel.socket.SocketChannel",
            "io.netty.channel.socket.nio.*",
            "io.netty.handler.ssl.SslContext",
            "java.net.*",
            "java.net.http.HttpClient",
            "java.nio.file.*",
            "java.security.PrivateKey",
            "java.security.cert.X509Certificate",
            "java.sql.*",
            "java.time.*",
            "java.util.*",
            "java.util.concurrent.Executors",
            "java.util.concurrent.atomic.*",
            "javax.net.ssl.*",
            "okhttp3.ConnectionPool",
            "okhttp3.OkHttpClient",
            "org.apache.hc.client5.http.config.ConnectionConfig",
            "org.apache.hc.client5.http.impl.classic.*",
            "org.apache.hc.client5.http.impl.io.*",
            "org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy",
            "org.apache.hc.core5.util.TimeValue",
            "org.apache.kafka.clients.producer.*",
            "org.apache.kafka.common.serialization.StringSerializer",
            "redis.clients.jedis.DefaultJedisClientConfig",
            "redis.clients.jedis.HostAndPort",
            "redis.clients.jedis.JedisClientConfig");

    @TempDir
    Path classes;

    @ParameterizedTest
    @MethodSource("documents")
    void everyJavaBlockCompiles(Path document) throws IOException {
        String text = Files.readString(document);
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            long line = text.substring(0, blocks.start()).lines().count() + 1;
            assertThat(errorsOf(blocks.group(1)))
                    .as("the block after line %d of %s", line, document)
                    .isEmpty();
        }
    }

    @Test
    void aBlockThatDoesNotCompileIsCaught() {
        assertThat(errorsOf("LiveTls tls = LiveTls.builder().noSuchSetting().build();\n"))
                .singleElement()
                .asString()
                .contains("noSuchSetting");
    }

    @Test
    void theReadmeHasBlocks() throws IOException {
        assertThat(documents()).contains(ROOT.resolve("README.md"));
        assertThat(BLOCK.matcher(Files.readString(ROOT.resolve("README.md"))).results())
                .hasSizeGreaterThan(4);
    }

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(top, below)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .forEach(documents::add);
        }
        return documents.stream();
    }

    private List<String> errorsOf(String block) {
        StringBuilder source = new StringBuilder();
        IMPORTS.forEach(name -> source.append("import ").append(name).append(";\n"));
        source.append("abstract class Block extends ")
                .append(Surroundings.class.getCanonicalName())
                .append(" {\n void block() throws Exception {\n {\n")
                .append(block)
                .append("}\n}\n}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        compiler.getTask(
                        null,
                        null,
                        diagnostics,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-proc:none",
                                "-classpath",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(new SourceText(source.toString())))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(null))
                .toList();
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String text) {
            super(URI.create("string:///Block.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
