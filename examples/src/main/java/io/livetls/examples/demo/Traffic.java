package io.livetls.examples.demo;

import java.util.List;

/** What the calls of some time came to. */
record Traffic(List<Call> calls) {

    static Traffic since(CallLog log, int count) {
        return new Traffic(log.after(count));
    }

    long full() {
        return calls.stream().filter(Call::full).count();
    }

    long resumed() {
        return calls.stream().filter(Call::resumed).count();
    }

    long failed() {
        return calls.stream().filter(Call::failed).count();
    }

    @Override
    public String toString() {
        return full() + " full, " + resumed() + " resumed, " + failed() + " failed";
    }
}
