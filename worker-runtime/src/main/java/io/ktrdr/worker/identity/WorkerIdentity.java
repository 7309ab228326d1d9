package io.ktrdr.worker.identity;

import io.ktrdr.contracts.worker.WorkerType;
import java.util.regex.Pattern;

/**
 * Which worker this is, and which of its lives.
 *
 * @param workerId stable across restarts, {@code [A-Za-z0-9._-]{1,64}}
 * @param incarnation new at each boot
 */
public record WorkerIdentity(String workerId, String incarnation, WorkerType type, String version) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public WorkerIdentity {
        if (!ID.matcher(workerId).matches()) {
            throw new IllegalArgumentException(
                    "ktrdr.worker.id '" + workerId + "' must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
    }

    /** For a worker without a configured id. */
    public static String defaultId(String host, int port) {
        String usable = host.replaceAll("[^A-Za-z0-9._-]", "-");
        return usable.substring(0, Math.min(usable.length(), 58)) + "-" + port;
    }
}
