package io.ktrdr.coordinator.models;

import java.math.BigDecimal;
import java.util.List;

/** Which models a question is put to, and in which order: by what it is worth, and by what is left to pay with. */
@FunctionalInterface
public interface Preference {
    /** As in the file. */
    Preference AS_CONFIGURED = candidates -> candidates;

    /**
     * Without effects.
     *
     * @param candidates in the order of the file
     * @return some of them, each once: the first is asked first, those left out are not asked at all
     */
    List<Candidate> order(List<Candidate> candidates);

    /**
     * A model that may be asked.
     *
     * @param state  as it is now
     * @param atMost US dollars that an answer to the question costs at most when this model gives it, a repair included;
     *               not rounded
     */
    record Candidate(ModelState state, BigDecimal atMost) {}
}
