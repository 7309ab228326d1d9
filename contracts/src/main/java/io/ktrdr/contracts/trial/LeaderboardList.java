package io.ktrdr.contracts.trial;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** One for each dataset, the one that was tried last first. */
@Wire
public record LeaderboardList(List<Leaderboard> items) {}
