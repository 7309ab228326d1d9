package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.coordinator.library.StrategyNames;
import io.ktrdr.coordinator.repository.ResearchBranches;
import io.ktrdr.coordinator.repository.StrategyRepository;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a designed strategy a name that stands for no other one: neither on main, nor in the library, nor in a research that is
 * under way. The name is part of a strategy's hash, so it is settled before anything is stored.
 */
@Singleton
final class Naming {
    private static final int LONGEST_NAME = 64;
    private static final Pattern NUMBERED = Pattern.compile("(.+)_\\d{1,8}");

    private final StrategyNames names;
    private final StrategyLibrary library;
    private final Optional<ResearchBranches> branches;

    Naming(StrategyNames names, StrategyLibrary library, StrategyRepository repository) {
        this.names = names;
        this.library = library;
        this.branches = repository.branches();
    }

    /** From a name that is taken to others. */
    enum Counting {
        /** {@code rsi_variant_1}, {@code rsi_variant_2}: the number was given by a program, which counts. */
        ON,
        /** {@code rsi_14}, {@code rsi_14_2}: a number in a model's name may mean anything. */
        FROM_TWO;

        private String start(String name) {
            Matcher numbered = NUMBERED.matcher(name);
            String start = this == ON && numbered.matches() ? numbered.group(1) : name;
            // room for an underscore and the longest number
            int longest = LONGEST_NAME - 9;
            return start.length() <= longest ? start : start.substring(0, longest);
        }
    }

    /** The same design, also a repeated attempt's, is called the same each time. */
    StrategySpec settle(StrategySpec designed, Counting counting, String researchId)
            throws IOException, InterruptedException {
        String sha256 = StrategyYaml.sha256(designed);
        Optional<String> given = Blocking.await(() -> names.given(sha256));
        if (given.isPresent() && isFree(designed.named(given.get()))) {
            return designed.named(given.get());
        }
        StrategySpec settled = designed;
        int number = 0;
        while (!isFree(settled) || !claimed(settled, sha256, researchId)) {
            String start = counting.start(designed.name());
            number = Math.max(number + 1, Math.max(1, Blocking.await(() -> names.highest(start))) + 1);
            settled = designed.named(start + "_" + number);
        }
        return settled;
    }

    private boolean claimed(StrategySpec settled, String designedSha256, String researchId)
            throws InterruptedException {
        return Blocking.await(() -> names.claim(settled.name(), designedSha256, researchId));
    }

    private boolean isFree(StrategySpec settled) throws IOException, InterruptedException {
        String yaml = StrategyYaml.write(settled);
        boolean isAnother = Blocking.await(() -> library.newest(settled.name()))
                .filter(stored -> !stored.yaml().equals(yaml))
                .isPresent();
        return !isAnother && !(branches.isPresent() && branches.get().isAnotherOnMain(settled.name(), yaml));
    }
}
