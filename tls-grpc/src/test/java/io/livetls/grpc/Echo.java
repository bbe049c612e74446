package io.livetls.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service without generated code: it says what it is told, and who told it. */
final class Echo {
    static final String SERVICE = "livetls.test.Echo";

    private static final MethodDescriptor<String, String> SAY = method("Say", MethodDescriptor.MethodType.UNARY);
    private static final MethodDescriptor<String, String> WHO = method("Who", MethodDescriptor.MethodType.UNARY);
    private static final MethodDescriptor<String, String> CHAT =
            method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING);

    static final String NOBODY = "nobody";

    private Echo() {}

    private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(SERVICE + "/" + name)
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(SAY, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .addMethod(WHO, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(
                            PeerIdentity.current().map(PeerIdentity::toString).orElse(NOBODY));
                    answer.onCompleted();
                }))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(Echo::answering))
                .build();
    }

    private static StreamObserver<String> answering(StreamObserver<String> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String word) {
                answers.onNext(word);
            }

            @Override
            public void onError(Throwable cause) {}

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    static String say(Channel channel, String word) {
        return ClientCalls.blockingUnaryCall(channel, SAY, CallOptions.DEFAULT, word);
    }

    static String who(Channel channel) {
        return ClientCalls.blockingUnaryCall(channel, WHO, CallOptions.DEFAULT, "");
    }

    static Chat chat(Channel channel) {
        Chat chat = new Chat();
        chat.words = ClientCalls.asyncBidiStreamingCall(channel.newCall(CHAT, CallOptions.DEFAULT), chat);
        return chat;
    }

    /** A stream that stays open. */
    static final class Chat implements StreamObserver<String>, AutoCloseable {
        private static final String END = "the end";

        private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private StreamObserver<String> words = this;

        String say(String word) throws InterruptedException {
            words.onNext(word);
            return next();
        }

        private String next() throws InterruptedException {
            String answer = answers.poll(1, TimeUnit.MINUTES);
            if (answer == null) {
                throw new AssertionError("no answer within a minute");
            }
            return answer;
        }

        /** How the stream has ended, from whatever side. */
        String end() throws InterruptedException {
            String answer = next();
            while (!answer.startsWith(END)) {
                answer = next();
            }
            return answer;
        }

        boolean endsWell() throws InterruptedException {
            words.onCompleted();
            return end().equals(END);
        }

        @Override
        public void onNext(String answer) {
            answers.add(answer);
        }

        @Override
        public void onError(Throwable cause) {
            answers.add(END + ": " + Status.fromThrowable(cause));
        }

        @Override
        public void onCompleted() {
            answers.add(END);
        }

        @Override
        public void close() {
            words.onError(Status.CANCELLED.asException());
        }
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
