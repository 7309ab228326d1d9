package io.ktrdr.cli.session;

import io.ktrdr.cli.output.Redraw;
import io.ktrdr.contracts.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Something to read: once, or with {@code --watch} again and again until Ctrl-C. */
public final class Display<T> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Session session;
    private final Supplier<T> read;
    private final Function<T, List<String>> text;
    private final Function<T, List<String>> ids;
    private final Redraw redraw;

    /**
     * @param read asks the services
     * @param text for people
     * @param ids  all that is left of it when it is to be quiet
     */
    public Display(Session session, Supplier<T> read, Function<T, List<String>> text, Function<T, List<String>> ids) {
        this.session = session;
        this.read = read;
        this.text = text;
        this.ids = ids;
        this.redraw = new Redraw(session.out(), session.onTerminal());
    }

    public int show(boolean watch) {
        show(read.get(), watch);
        Patience patience = new Patience();
        while (watch) {
            Pause.of(INTERVAL);
            try {
                show(read.get(), true);
                patience.heard();
            } catch (CommandFailure | ProblemException failure) {
                patience.with(failure);
            }
        }
        return ExitCode.OK.number();
    }

    private void show(T now, boolean watch) {
        if (!session.json()) {
            redraw.show(session.quiet() ? ids.apply(now) : text.apply(now));
        } else if (watch) {
            session.printLine(now);
        } else {
            session.printDocument(now);
        }
    }
}
