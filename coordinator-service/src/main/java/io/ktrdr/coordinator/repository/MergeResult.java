package io.ktrdr.coordinator.repository;

/** What became of a research's branch. */
public sealed interface MergeResult {
    /** All of it is on main, by this merge or by an earlier one. */
    record OnMain() implements MergeResult {}

    /** @param reason which files, which commits, and what a person can do */
    record Conflict(String reason) implements MergeResult {}
}
