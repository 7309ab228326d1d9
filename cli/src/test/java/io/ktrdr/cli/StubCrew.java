package io.ktrdr.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ktrdr.contracts.worker.WorkerType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stub workers behind one address, each with a path of its own, and what they have done. */
final class StubCrew implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 5;

    private final String registry;
    private final String coordinator;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    private final Map<String, StubWorker> workers = new HashMap<>();
    private final List<Done> done = new ArrayList<>();
    private boolean spoiled;
    private boolean closed;
    private volatile Duration jobLength = Duration.ofSeconds(1);

    /**
     * One job; times are those of {@link System#nanoTime}.
     *
     * @param begin  when the work began
     * @param end    when the work was done, its result not yet sent
     * @param thanks when the coordinator had accepted the result
     */
    record Done(WorkerType type, long begin, long end, long thanks) {}

    StubCrew(String registry, String coordinator) throws IOException {
        this.registry = registry;
        this.coordinator = coordinator;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param howMany of each type */
    void hire(int howMany) throws IOException, InterruptedException {
        for (WorkerType type : WorkerType.values()) {
            for (int i = 1; i <= howMany; i++) {
                String id = type.wireName() + "-" + i;
                StubWorker worker = new StubWorker(type, id, this, client);
                workers.put(id, worker);
                worker.register(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + id));
            }
        }
        heart.scheduleAtFixedRate(
                () -> workers.values().forEach(worker -> threads.execute(worker::beat)),
                HEARTBEAT_SECONDS,
                HEARTBEAT_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Of those that begin from now on. */
    void jobsTake(Duration length) {
        jobLength = length;
    }

    Duration jobLength() {
        return jobLength;
    }

    String registry() {
        return registry;
    }

    String coordinator() {
        return coordinator;
    }

    synchronized void done(Done job) {
        done.add(job);
        notifyAll();
    }

    /** Whatever goes wrong before the end spoils the measurement. */
    synchronized void failed(Exception failure) {
        if (!closed) {
            failure.printStackTrace();
            spoiled = true;
            notifyAll();
        }
    }

    /** What has been done so far, as soon as it is so many jobs of this type, in the order of being accepted. */
    synchronized List<Done> await(WorkerType type, int howMany, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (done.stream().filter(job -> job.type() == type).count() < howMany) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (spoiled || left <= 0) {
                throw new AssertionError(done.size() + " jobs are done, then nothing more");
            }
            wait(left);
        }
        return List.copyOf(done);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String id = exchange.getRequestURI().getPath().split("/", 3)[1];
            Objects.requireNonNull(workers.get(id), id).answer(exchange);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        heart.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
    }
}
