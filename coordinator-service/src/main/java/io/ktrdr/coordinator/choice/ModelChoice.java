package io.ktrdr.coordinator.choice;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which models are asked, each when those before it give no answer.
 *
 * <ol>
 *   <li>The file's order is the order of capability. Models that are no cheaper than a more capable one are asked last: the
 *       others are the rungs of a ladder, each less capable and cheaper than the one above.
 *   <li>A complex task begins at the top, an ordinary one in the middle (of two rungs: at the top), a simple one at the
 *       bottom.
 *   <li>When spending runs ahead of the day, it begins a rung lower; when the day's money is nearly gone, at the bottom.
 *   <li>From there it goes down, as the file says, and then up from where it began.
 * </ol>
 */
public final class ModelChoice {
    private ModelChoice() {}

    /**
     * @param models in the file's order
     * @return all of them
     */
    public static List<Candidate> order(Task task, List<Candidate> models, Purse purse) {
        List<Candidate> ladder = ladder(models);
        List<Candidate> order = new ArrayList<>(models.size());
        if (!ladder.isEmpty()) {
            int start = start(task, ladder.size(), purse);
            order.addAll(ladder.subList(start, ladder.size()));
            order.addAll(ladder.subList(0, start).reversed());
        }
        models.stream().filter(model -> !ladder.contains(model)).forEach(order::add);
        return List.copyOf(order);
    }

    private static List<Candidate> ladder(List<Candidate> models) {
        List<Candidate> rungs = new ArrayList<>();
        for (Candidate model : models) {
            BigDecimal above = rungs.isEmpty() ? null : rungs.getLast().usd();
            if (above == null || model.usd().compareTo(above) < 0) {
                rungs.add(model);
            }
        }
        return rungs;
    }

    private static int start(Task task, int rungs, Purse purse) {
        int bottom = rungs - 1;
        int first = switch (task.complexity()) {
            case COMPLEX -> 0;
            case ORDINARY -> bottom / 2;
            case SIMPLE -> bottom;
        };
        return switch (purse.state()) {
            case FULL -> first;
            case AHEAD -> Math.min(first + 1, bottom);
            case NEARLY_EMPTY -> bottom;
        };
    }
}
