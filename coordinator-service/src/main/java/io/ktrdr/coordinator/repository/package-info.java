/** The git repository that strategies and their results live in: a branch and a worktree for each research, one main. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.coordinator.repository;
