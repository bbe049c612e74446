package io.livetls.examples.demo;

import io.livetls.ClientAuth;
import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import io.livetls.TlsSnapshot;
import io.livetls.material.MaterialException;
import java.io.InputStream;
import java.nio.file.Path;

/** Serves with a user's own files and tells of every reload. It writes nothing. */
final class Following {
    private Following() {}

    static int run(Arguments arguments, Path directory, Timeline timeline, InputStream in) throws InterruptedException {
        try (LiveTls tls = LiveTls.builder()
                .name("demo")
                .secretDirectory(directory)
                .clientAuth(ClientAuth.REQUIRE)
                .build()) {
            try (DemoServer server = DemoServer.start(tls, arguments.engine(), arguments.port())) {
                LiveTls.Registration told = tls.onReload(result -> tell(timeline, result));
                begin(arguments, directory, timeline, tls, server);
                new Keyboard(in, arguments.duration()).line();
                told.close();
            }
        } catch (MaterialException | IllegalStateException e) {
            timeline.verdict(false, "Can't serve: " + e.getMessage());
            return 1;
        }
        timeline.event("ended");
        return 0;
    }

    private static void begin(Arguments arguments, Path directory, Timeline timeline, LiveTls tls, DemoServer server) {
        timeline.title("LiveTLS demo: following " + directory);
        timeline.fact("server", "https://localhost:" + server.port() + "/, client certificates required");
        timeline.fact("engine", "Netty on " + server.engine(arguments.engine()));
        TlsSnapshot first = tls.current();
        if (first.identity() != null) {
            timeline.fact("serves", Names.of(first.identity().leaf()));
        }
        timeline.fact("trusts", Names.trust(first));
        timeline.fact(
                "ends",
                "by Enter or Ctrl-C"
                        + (arguments.duration() == null
                                ? ""
                                : ", or after " + arguments.duration().toSeconds() + " s"));
        timeline.blank();
    }

    private static void tell(Timeline timeline, ReloadResult result) {
        if (result instanceof ReloadResult.Updated updated) {
            timeline.event("followed: " + Names.change(updated.previous(), updated.current()));
        } else if (result instanceof ReloadResult.Failed failed) {
            timeline.event("NOT taken, generation " + failed.current().generation() + " stays: "
                    + failed.cause().getMessage());
        } else {
            timeline.event("the files are good again, and those that are served");
        }
    }
}
