package io.livetls.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A benchmark by its name, and in which sizes the table has it. */
enum Measurement {
    CHAIN("ChainRatio", ChainRatio::main, "60 20 100000", "6 10 1500"),
    HANDSHAKE("HandshakeRatio", HandshakeRatio::main, "120 10", "20 5"),
    NATIVE_JSSE("NativeJsseRatio", NativeJsseRatio::main, "100 10", "10 5"),
    GRPC("GrpcRatio", GrpcRatio::main, "100 300", "10 100"),
    THROUGHPUT("ThroughputRatio", ThroughputRatio::main, "200 200", "20 50"),
    RECONNECT("ReconnectAfterRotation", ReconnectAfterRotation::main, "1 10000", "1 500"),
    LOAD("LoadRatio", LoadRatio::main, "100 10000", "10 500"),
    RELOAD("ReloadRatio", ReloadRatio::main, "15 10000", "4 500"),
    FIRST_USE("FirstUse", FirstUse::main, "11", "2"),
    MANY_HANDLES("ManyHandles", ManyHandles::main, "100 10 10000", "5 1 100"),
    SWAP("SwapToHandshake", SwapToHandshake::main, "--swaps=200", "--swaps=10"),
    /** gRPC's shortest period is a minute, so this can't be quick. */
    SWAP_PEERS("SwapPeers", SwapPeers::main, "12", null);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final Command command;

    private final String fullSize;
    private final @Nullable String quickSize;

    /** What a benchmark does with its arguments. */
    @FunctionalInterface
    interface Command {
        Json run(List<String> arguments) throws Exception;
    }

    Measurement(String title, Command command, String fullSize, @Nullable String quickSize) {
        this.title = title;
        this.command = command;
        this.fullSize = fullSize;
        this.quickSize = quickSize;
    }

    static Optional<Measurement> named(String name) {
        return Stream.of(values()).filter(each -> each.title.equals(name)).findFirst();
    }

    String title() {
        return title;
    }

    Json run(List<String> arguments) throws Exception {
        return command.run(arguments);
    }

    /** Its arguments for the table; none if it is left out of a quick one. */
    Optional<List<String>> arguments(boolean quick) {
        return Optional.ofNullable(quick ? quickSize : fullSize).map(size -> List.of(size.split(" ")));
    }
}
