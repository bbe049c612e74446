package io.livetls.soak;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run: four sites that are changed at the same time, the crowd that connects to them, and the end of it all. */
final class Soak {
    private static final int LOOPS = 2;

    private final Plan plan;
    private final Ledger ledger;
    private final Path directory;
    private @Nullable Held firstQuarter;
    private @Nullable Held end;

    Soak(Plan plan, Ledger ledger, Path directory) {
        this.plan = plan;
        this.ledger = ledger;
        this.directory = directory;
    }

    /** When this returns, everything that was opened is closed. */
    void run() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
        List<Site> sites = new ArrayList<>();
        List<Driver> drivers = new ArrayList<>();
        try {
            add("kubernetes", new KubernetesLayout(place("kubernetes")), group, sites, drivers);
            add("plain", new PlainLayout(place("plain")), group, sites, drivers);
            add("letsencrypt", new LetsEncryptLayout(place("letsencrypt")), group, sites, drivers);
            add("silent", new SilentLayout(place("silent")), group, sites, drivers);
            Crowd crowd = new Crowd(sites, plan, ledger);
            try {
                drive(drivers);
                end = Held.now();
            } finally {
                crowd.stop();
            }
        } finally {
            sites.forEach(Site::close);
            group.shutdownGracefully(0, Wait.GUARD.toSeconds(), TimeUnit.SECONDS)
                    .syncUninterruptibly();
        }
    }

    private Path place(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private void add(String name, Layout layout, EventLoopGroup group, List<Site> sites, List<Driver> drivers)
            throws IOException {
        Pki pki = new Pki();
        Version first = pki.first();
        Site site = new Site(name, layout, pki, first, ledger, group);
        sites.add(site);
        drivers.add(new Driver(site, layout, pki, first, ledger, plan.random(name)));
    }

    private void drive(List<Driver> drivers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(drivers.size() + 1);
        try {
            CompletionService<@Nullable Void> running = new ExecutorCompletionService<>(threads);
            drivers.forEach(driver -> running.submit(driving(driver)));
            running.submit(this::lookAtFirstQuarter);
            for (int i = 0; i <= drivers.size(); i++) {
                running.take().get();
            }
        } catch (ExecutionException e) {
            ledger.violation("the test itself", "a driver failed: " + e.getCause());
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<@Nullable Void> driving(Driver driver) {
        return () -> {
            try {
                driver.run(plan);
            } catch (Follower.Stuck e) {
                // It is in the ledger, with what it waited for.
            }
            return null;
        };
    }

    private @Nullable Void lookAtFirstQuarter() {
        while (plan.begun() < plan.changes() / 4 && !ledger.isBroken()) {
            Wait.until(() -> plan.begun() >= plan.changes() / 4 || ledger.isBroken());
        }
        firstQuarter = Held.now();
        return null;
    }

    /** What was held after a quarter of the changes. */
    Held firstQuarter() {
        return Objects.requireNonNull(firstQuarter);
    }

    /** What was held after all changes, before anything was closed. */
    Held end() {
        return Objects.requireNonNull(end);
    }
}
