package io.ktrdr.coordinator.task;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One after the other, first come first served. What waits for a lock of the database anyway had better wait here, where it
 * holds no connection meanwhile.
 */
final class InTurn {
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            CompletableFuture<Void> before = enter(done);
            return Uni.createFrom()
                    .completionStage(before)
                    .chain(() -> work.get())
                    .onTermination()
                    .invoke(() -> done.complete(null));
        });
    }

    private synchronized CompletableFuture<Void> enter(CompletableFuture<Void> next) {
        CompletableFuture<Void> before = last;
        last = next;
        return before;
    }
}
