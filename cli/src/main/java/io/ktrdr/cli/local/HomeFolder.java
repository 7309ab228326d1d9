package io.ktrdr.cli.local;

import io.ktrdr.contracts.audit.Finding;
import io.ktrdr.contracts.worker.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A home's folders beside the processes that run. */
final class HomeFolder {
    private final Home home;

    HomeFolder(Home home) {
        this.home = home;
    }

    /** @param workers by id, as the registry knows them; empty when it cannot be asked */
    List<Finding> findings(Map<String, WorkerView> workers) {
        Set<String> alive = home.processes().stream()
                .filter(RunningProcess::isAlive)
                .map(RunningProcess::name)
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>(processes(alive));
        for (WorkerFolder folder : home.workerFolders()) {
            WorkerView worker = workers.get(folder.name());
            findings.addAll(folder.findings(alive.contains(folder.name()), worker == null ? null : worker.job()));
        }
        return findings;
    }

    /** Only where something runs: else nothing is expected to. */
    private List<Finding> processes(Set<String> alive) {
        List<Finding> findings = new ArrayList<>();
        if (alive.isEmpty() && home.supervisor().isEmpty()) {
            return findings;
        }
        home.settings().orElse(LocalSettings.DEFAULT).ports().forEach((name, port) -> {
            if (!alive.contains(name)) {
                FolderRule rule = Ports.isFree(port) ? FolderRule.PROCESS_GONE : FolderRule.PROCESS_UNKNOWN;
                findings.add(rule.broken(null, name + ", port " + port));
            }
        });
        return findings;
    }
}
