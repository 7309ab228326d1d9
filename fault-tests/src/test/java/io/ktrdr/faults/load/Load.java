package io.ktrdr.faults.load;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many orders, each at its time and each with a client of its own mind. */
public final class Load {
    private Load() {}

    /**
     * Begins at once.
     *
     * @param patience after which clients that got no answer give up
     */
    public static Future<List<Receipt>> begin(
            List<URI> coordinators, List<Order> orders, long seed, Duration patience) {
        long start = System.nanoTime();
        Client client = new Client(coordinators, seed, start + patience.toNanos());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        List<Callable<Receipt>> tasks = new ArrayList<>();
        for (Order order : orders) {
            tasks.add(() -> {
                Thread.sleep(order.at());
                return client.seeThrough(order);
            });
        }
        return threads.submit(() -> all(threads, tasks));
    }

    private static List<Receipt> all(ExecutorService threads, List<Callable<Receipt>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            List<Receipt> receipts = new ArrayList<>();
            for (Future<Receipt> task : threads.invokeAll(tasks)) {
                receipts.add(task.get());
            }
            return receipts;
        } finally {
            threads.shutdown();
        }
    }
}
