package io.ktrdr.cli.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process to run.
 *
 * @param environment added to that of the supervisor
 */
record ProcessPlan(
        String name, ServiceKind kind, int port, List<String> command, Map<String, String> environment, Path log) {}
