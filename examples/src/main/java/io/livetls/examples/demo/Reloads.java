package io.livetls.examples.demo;

import io.livetls.LiveTls;
import io.livetls.ReloadResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/** What a handle says of its reloads, with the time. */
final class Reloads {
    private final List<Reload<?>> all = new CopyOnWriteArrayList<>();

    /**
     * One reload.
     *
     * @param at when it was told, on the clock of {@link System#nanoTime}
     * @param result what was told
     */
    record Reload<R extends ReloadResult>(long at, R result) {}

    static Reloads of(LiveTls tls) {
        Reloads reloads = new Reloads();
        // Ends with the handle, which is closed before the program ends.
        LiveTls.Registration unused = tls.onReload(result -> reloads.all.add(new Reload<>(System.nanoTime(), result)));
        return reloads;
    }

    /** Waits for the first reload of a kind after an instant. */
    <R extends ReloadResult> Reload<R> await(Class<R> kind, long instant)
            throws TimeoutException, InterruptedException {
        return Await.answer("a reload that is " + kind.getSimpleName(), () -> {
            for (Reload<?> reload : all) {
                if (reload.at - instant > 0 && kind.isInstance(reload.result)) {
                    return new Reload<>(reload.at, kind.cast(reload.result));
                }
            }
            return null;
        });
    }
}
