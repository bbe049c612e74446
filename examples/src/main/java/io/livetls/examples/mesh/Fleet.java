package io.livetls.examples.mesh;

import io.livetls.testing.IssuedCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The pods of a mesh and what Kubernetes does with them: mounts their volumes, starts them, tells each where the others
 * are, replaces them one by one.
 */
final class Fleet implements AutoCloseable {
    /** The name that the pods' certificates have, since a pod's address changes. */
    static final String SERVICE = "mesh.default.svc.cluster.local";

    private final List<String> jvmOptions;
    private final List<MeshPod> pods;
    private final Map<MeshPod, PodProcess> processes = new LinkedHashMap<>();
    private final Map<Link, Tally> ended = new TreeMap<>();
    private final Map<String, List<String>> log = new TreeMap<>();
    private final List<StepReport> steps = new ArrayList<>();
    private Tally reported = Tally.NONE;
    private int restarts;

    Fleet(Path directory, int size, List<String> jvmOptions, IssuedCertificate pair) {
        this.jvmOptions = List.copyOf(jvmOptions);
        this.pods = IntStream.rangeClosed(1, size)
                .mapToObj(number -> new MeshPod("pod-" + number, directory.resolve("pod-" + number), pair))
                .toList();
    }

    /** Prepares each pod, starts it, and waits until they all call each other. */
    void start(Consumer<MeshPod> preparation) {
        for (MeshPod pod : pods) {
            preparation.accept(pod);
            processes.put(pod, launch(pod));
        }
        processes.values().forEach(PodProcess::awaitServing);
        pods.forEach(pod -> tellOfPeers(pod, process(pod)));
        observe("start", "all");
    }

    /** One rolling update: one pod after the other, each time with a look at the state that it leaves behind. */
    void roll(String step, Consumer<MeshPod> change) {
        for (MeshPod pod : pods) {
            apply(step, pod, change);
        }
    }

    /** One pod's step. */
    void apply(String step, MeshPod pod, Consumer<MeshPod> change) {
        change.accept(pod);
        process(pod).awaitLoaded(pod.expected());
        observe(step, pod.name());
    }

    MeshPod pod(int number) {
        return pods.get(number - 1);
    }

    /**
     * Replaces a pod as a Deployment with {@code maxSurge: 1, maxUnavailable: 0} does: the new one first, then the callers
     * learn where it is, then the old one gets SIGTERM.
     */
    void restart(MeshPod pod, Map<String, String> environment) {
        pod.environment(environment);
        PodProcess old = process(pod);
        PodProcess replacement = launch(pod);
        replacement.awaitServing();
        processes.put(pod, replacement);
        tellOfPeers(pod, replacement);
        pods.stream()
                .filter(other -> other != pod)
                .forEach(other -> process(other).ask(call(pod)));
        count(pod, old.terminate(), ended);
        keepLog(pod, old);
        restarts++;
    }

    /** Ends the calls, then the pods, and says what was seen. */
    RunReport finish(String title) {
        processes.values().forEach(process -> process.ask("quiet"));
        processes.forEach((pod, process) -> {
            count(pod, process.terminate(), ended);
            keepLog(pod, process);
        });
        return new RunReport(title, steps, ended, restarts, log);
    }

    /** The calls that the pods make, and new handshakes in every direction, in the state of now. */
    private void observe(String step, String pod) {
        processes.values().forEach(process -> process.send("rounds 2"));
        processes.values().forEach(PodProcess::answer);
        List<Meeting> meetings = new ArrayList<>();
        processes.forEach((caller, process) ->
                process.ask("meet").forEach(line -> meetings.add(meeting(caller, line.split(" ", 4)))));
        Tally total = total();
        steps.add(new StepReport(step, pod, meetings, total.minus(reported)));
        reported = total;
    }

    /** {@code met PEER SERVER-CERTIFICATE CLIENT-CERTIFICATE} or {@code missed PEER REASON}. */
    private Meeting meeting(MeshPod caller, String[] words) {
        MeshPod peer = pods.stream()
                .filter(pod -> pod.name().equals(words[1]))
                .findAny()
                .orElseThrow();
        Link link = new Link(caller.name(), peer.name());
        if (words[0].equals("missed")) {
            return new Meeting(link, String.join(" ", List.of(words).subList(2, words.length)));
        }
        boolean asExpected = words[2].equals(peer.shows()) && words[3].equals(caller.shows());
        return new Meeting(
                link,
                asExpected
                        ? ""
                        : "saw " + words[2] + " and showed " + words[3] + ", not " + peer.shows() + " and "
                                + caller.shows());
    }

    private Tally total() {
        Map<Link, Tally> all = new TreeMap<>(ended);
        processes.forEach((pod, process) -> count(pod, process.ask("counts"), all));
        return all.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    /** {@code calls PEER SUCCEEDED FAILED} and {@code answers CALLER COUNT}. */
    private static void count(MeshPod pod, List<String> lines, Map<Link, Tally> into) {
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("calls")) {
                Tally made = new Tally(Long.parseLong(words[2]), Long.parseLong(words[3]), 0);
                into.merge(new Link(pod.name(), words[1]), made, Tally::plus);
            } else {
                Tally answered = new Tally(0, 0, Long.parseLong(words[2]));
                into.merge(new Link(words[1], pod.name()), answered, Tally::plus);
            }
        }
    }

    private PodProcess launch(MeshPod pod) {
        return PodProcess.start(pod.name(), SERVICE, jvmOptions, pod.environment());
    }

    private void tellOfPeers(MeshPod pod, PodProcess process) {
        pods.stream().filter(other -> other != pod).forEach(other -> process.ask(call(other)));
    }

    private String call(MeshPod pod) {
        return "call " + pod.name() + " " + process(pod).port();
    }

    private PodProcess process(MeshPod pod) {
        PodProcess process = processes.get(pod);
        if (process == null) {
            throw new IllegalStateException(pod.name() + " isn't started");
        }
        return process;
    }

    private void keepLog(MeshPod pod, PodProcess process) {
        log.computeIfAbsent(pod.name(), any -> new ArrayList<>()).addAll(process.log());
    }

    @Override
    public void close() {
        processes.values().forEach(PodProcess::close);
        pods.forEach(MeshPod::close);
    }
}
