package io.ktrdr.coordinator.repository;

/**
 * A strategy that a research is about to try.
 *
 * @param yaml    its canonical text
 * @param author  who designed it: {@code template}, a model, {@code user}
 * @param subject what for: the brief, or where the strategy comes from
 */
public record Design(String researchId, String name, String yaml, String author, String subject) {}
