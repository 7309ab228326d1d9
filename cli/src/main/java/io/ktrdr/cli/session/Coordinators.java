package io.ktrdr.cli.session;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The coordinators of one ktrdr. Every one of them serves whoever asks, so this run talks to one until that does not
 * answer, and then goes to the next.
 */
public final class Coordinators {
    private final List<URI> all;
    private final Consumer<String> say;
    private int current;
    private int announced;

    /** @param all at least one */
    Coordinators(List<URI> all, Consumer<String> say) {
        this.all = List.copyOf(all);
        this.say = say;
    }

    /** The one for links and pictures. */
    public URI first() {
        return all.getFirst();
    }

    public URI current() {
        return all.get(current);
    }

    public int count() {
        return all.size();
    }

    /** The current one does not answer: from now on it is the next one's turn, after the last the first's again. */
    public void next() {
        current = (current + 1) % all.size();
    }

    /** The current one answers. A person hears once that it is another one than before. */
    public void answered() {
        if (current != announced) {
            say.accept(all.get(announced) + " does not answer; going on with " + current());
            announced = current;
        }
    }

    public CommandFailure unreachable() {
        return CommandFailure.unreachable(all.stream().map(URI::toString).collect(Collectors.joining(", ")));
    }
}
