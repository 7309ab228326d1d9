package io.ktrdr.faults.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A research to be asked for.
 *
 * @param key         the idempotency key
 * @param at          since the beginning
 * @param force       override capacity instead of waiting in the queue
 * @param cancelAfter since it was acknowledged; null: never
 */
public record Order(
        String key,
        String brief,
        Duration at,
        boolean force,
        @Nullable Duration cancelAfter) {
    private static final int ONE_IN_SO_MANY_IS_FORCED = 4;
    private static final int ONE_IN_SO_MANY_IS_CANCELLED = 10;
    private static final long LATEST_CANCEL_MILLIS = 8_000;

    /** The same seed gives the same orders. */
    public static List<Order> random(long seed, int count, Duration within) {
        Random random = new Random(seed);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean cancelled = random.nextInt(ONE_IN_SO_MANY_IS_CANCELLED) == 0;
            orders.add(new Order(
                    "storm-" + seed + "-" + i,
                    "Explore variation " + i,
                    Duration.ofMillis((long) (random.nextDouble() * within.toMillis())),
                    random.nextInt(ONE_IN_SO_MANY_IS_FORCED) == 0,
                    cancelled ? Duration.ofMillis((long) (random.nextDouble() * LATEST_CANCEL_MILLIS)) : null));
        }
        return List.copyOf(orders);
    }
}
