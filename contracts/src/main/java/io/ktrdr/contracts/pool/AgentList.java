package io.ktrdr.contracts.pool;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** In the order of their numbers. */
@Wire
public record AgentList(List<AgentView> items) {}
