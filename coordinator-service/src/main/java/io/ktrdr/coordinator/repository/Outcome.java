package io.ktrdr.coordinator.repository;

/**
 * What a research has found out.
 *
 * @param strategyYaml canonical text of the strategy that it tried
 * @param results      the whole results file
 * @param author       who designed the strategy
 */
public record Outcome(
        String researchId, String strategyName, String strategyYaml, String results, String author, String verdict) {}
