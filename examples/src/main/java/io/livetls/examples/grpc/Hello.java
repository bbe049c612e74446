package io.livetls.examples.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A service that answers text with text. Written by hand, so that the examples need no code generator. */
public final class Hello {
    private static final String SERVICE = "livetls.examples.Hello";
    private static final long DEADLINE_SECONDS = 30;

    /** Its one method. */
    public static final MethodDescriptor<String, String> SAY = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Say"))
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    private Hello() {}

    /**
     * The service.
     *
     * @param answer to what is said
     * @return what a server can be given
     */
    public static ServerServiceDefinition service(UnaryOperator<String> answer) {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(SAY, ServerCalls.asyncUnaryCall((said, response) -> {
                    response.onNext(answer.apply(said));
                    response.onCompleted();
                }))
                .build();
    }

    /**
     * Says something and waits for the answer.
     *
     * @param channel to a server
     * @param word what to say
     * @return what the server answers
     * @throws io.grpc.StatusRuntimeException if the call fails, or takes half a minute
     */
    public static String say(Channel channel, String word) {
        return ClientCalls.blockingUnaryCall(channel, SAY, options(), word);
    }

    /**
     * How long a call may take.
     *
     * @return options with a deadline that counts from now
     */
    public static CallOptions options() {
        return CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
