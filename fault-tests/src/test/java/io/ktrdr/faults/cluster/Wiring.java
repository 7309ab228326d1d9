package io.ktrdr.faults.cluster;

import io.ktrdr.faults.link.Link;
import io.ktrdr.faults.link.Weather;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A link for each way on which one process calls another, and what each process is told so that it uses them. */
final class Wiring implements AutoCloseable {
    static final String CLIENT = "client";
    /** All of them reach a worker by the one address that it has told the registry. */
    private static final String COORDINATORS = "coordinators";

    private static final String POSTGRES = "postgres";
    private static final String REGISTRY = "registry";

    private final Map<String, Link> links = new LinkedHashMap<>();
    private final List<String> coordinators;

    /** @param ports of the processes by name */
    Wiring(Map<String, Integer> ports) {
        coordinators = ports.keySet().stream()
                .filter(name -> name.startsWith("coordinator"))
                .toList();
        ports.keySet().forEach(name -> connect(name, ports));
    }

    private void connect(String process, Map<String, Integer> ports) {
        switch (process.split("-", 2)[0]) {
            case POSTGRES -> {}
            case REGISTRY -> add(process, POSTGRES, ports);
            case "coordinator" -> {
                add(process, POSTGRES, ports);
                add(process, REGISTRY, ports);
                add(CLIENT, process, ports);
            }
            default -> {
                add(process, REGISTRY, ports);
                coordinators.forEach(coordinator -> add(process, coordinator, ports));
                add(COORDINATORS, process, ports);
            }
        }
    }

    private void add(String from, String to, Map<String, Integer> ports) {
        links.put(name(from, to), Link.to(Objects.requireNonNull(ports.get(to))));
    }

    private static String name(String from, String to) {
        return from + ">" + to;
    }

    /** In an order that depends on the processes' names only. */
    List<String> names() {
        return List.copyOf(links.keySet());
    }

    Link link(String name) {
        return Objects.requireNonNull(links.get(name), name);
    }

    /** What local mode has planned for a process, over links. */
    Map<String, String> rewired(String process, Map<String, String> planned) {
        Map<String, String> environment = new LinkedHashMap<>(planned);
        environment.computeIfPresent("KTRDR_DB_ADDRESS", (key, direct) -> address(process, POSTGRES));
        environment.computeIfPresent("KTRDR_REGISTRY_URL", (key, direct) -> url(process, REGISTRY));
        environment.computeIfPresent("KTRDR_WORKER_URL", (key, direct) -> url(COORDINATORS, process));
        environment.computeIfPresent(
                "KTRDR_COORDINATOR_URLS",
                (key, direct) -> coordinators.stream()
                        .map(coordinator -> url(process, coordinator))
                        .collect(Collectors.joining(",")));
        return environment;
    }

    String url(String from, String to) {
        return "http://" + address(from, to);
    }

    private String address(String from, String to) {
        return "127.0.0.1:" + link(name(from, to)).port();
    }

    void clear() {
        links.values().forEach(link -> link.turn(Weather.CLEAR));
    }

    @Override
    public void close() {
        links.values().forEach(Link::close);
    }
}
