package io.ktrdr.cli.agent;

import static io.ktrdr.cli.output.Table.pad;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.contracts.research.AgentStatus;
import io.ktrdr.contracts.research.AgentStatus.ActiveResearch;
import io.ktrdr.contracts.research.AgentStatus.Budget;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** {@code agent status} for a person. */
final class StatusText {
    /** Room for the usual names, so that the columns stay where they are from one look to the next. */
    private static final int NAME_WIDTH = 17;

    private static final int PHASE_WIDTH = "backtesting".length();

    private StatusText() {}

    static List<String> of(AgentStatus status) {
        List<ActiveResearch> underWay = status.activeResearches().stream()
                .filter(research -> !research.needsAttention())
                .toList();
        List<ActiveResearch> standing = status.activeResearches().stream()
                .filter(ActiveResearch::needsAttention)
                .toList();
        int idWidth = width(status, 0, ActiveResearch::operationId);
        int nameWidth = width(status, NAME_WIDTH, StatusText::name);
        List<String> lines = new ArrayList<>();
        lines.add("Active researches: " + underWay.size());
        lines.add("");
        if (!underWay.isEmpty()) {
            underWay.forEach(research -> lines.add(line(research, idWidth, nameWidth)));
            lines.add("");
        }
        if (!standing.isEmpty()) {
            lines.add("Standing still until a person decides: " + standing.size());
            lines.add("");
            standing.forEach(research -> lines.add(line(research, idWidth, nameWidth)));
            lines.add("  'ktrdr agent resume ID' goes on, 'ktrdr agent cancel ID' gives up");
            lines.add("");
        }
        PoolSize training = status.workers().training();
        PoolSize backtesting = status.workers().backtesting();
        lines.add("Workers: training %d/%d, backtest %d/%d"
                .formatted(training.busy(), training.total(), backtesting.busy(), backtesting.total()));
        lines.add(budget(status.budget()));
        if (status.capacity().queued() > 0) {
            lines.add("In line: " + status.capacity().queued());
        }
        return lines;
    }

    private static String budget(Budget budget) {
        if (budget.remaining() == null) {
            return "Budget: unlimited";
        }
        String line = "Budget: " + Figures.dollars(budget.remaining()) + " remaining today";
        return budget.committed() <= 0
                ? line
                : line + ", " + Figures.dollars(budget.committed()) + " of it for accepted researches";
    }

    private static String line(ActiveResearch research, int idWidth, int nameWidth) {
        String line = "  " + pad(research.operationId(), idWidth) + "  "
                + pad(research.phase().wireName(), PHASE_WIDTH) + "  strategy: "
                + pad(name(research), nameWidth) + "  (" + Figures.duration(research.durationSeconds()) + ")";
        return research.waitingReason() == null ? line : line + "  " + research.waitingReason();
    }

    private static String name(ActiveResearch research) {
        return Objects.requireNonNullElse(research.strategyName(), "-");
    }

    private static int width(AgentStatus status, int least, Function<ActiveResearch, String> column) {
        return status.activeResearches().stream()
                .map(column)
                .mapToInt(String::length)
                .reduce(least, Math::max);
    }
}
