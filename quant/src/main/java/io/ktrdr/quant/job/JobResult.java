package io.ktrdr.quant.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job made.
 *
 * @param result    a JSON object that names each artifact by its SHA-256
 * @param artifacts bytes by name: {@code model} and {@code onnx}, or {@code equity_curve} and {@code trades}
 */
public record JobResult(JsonNode result, Map<String, byte[]> artifacts) {
    public JobResult {
        artifacts = new LinkedHashMap<>(artifacts);
    }

    /** SHA-256 of every artifact. */
    public List<String> hashes() {
        return artifacts.values().stream().map(ContentHash::of).toList();
    }
}
