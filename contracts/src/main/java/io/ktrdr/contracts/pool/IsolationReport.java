package io.ktrdr.contracts.pool;

import io.ktrdr.contracts.Wire;
import java.util.List;

/**
 * Whether the agents keep to themselves.
 *
 * @param isolated no handle belongs to two agents
 * @param agents   how many were looked at
 */
@Wire
public record IsolationReport(boolean isolated, int agents, List<Collision> collisions) {
    /**
     * @param handle   {@code context_window_id}, {@code tool_session_id} or {@code memory_handle_id}
     * @param agentIds who share it
     */
    @Wire
    public record Collision(String handle, String value, List<String> agentIds) {}
}
