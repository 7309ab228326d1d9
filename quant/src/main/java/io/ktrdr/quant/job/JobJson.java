package io.ktrdr.quant.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import org.jspecify.annotations.Nullable;

/** Specs and results as JSON. Unknown fields are ignored, so that one release tolerates the next. */
final class JobJson {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private JobJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of plain values can be written", e);
        }
    }

    /** As whoever reads the text gets it: a small number is an int there, whatever it was here, and nodes are compared by that. */
    static JsonNode tree(Object value) {
        try {
            return MAPPER.readTree(write(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        T value;
        try {
            value = MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new JobException(JobException.INVALID_SPEC, "The spec is not readable: " + e.getOriginalMessage());
        }
        require("spec", value);
        return value;
    }

    static void require(String field, @Nullable Object value) {
        if (value == null || "".equals(value)) {
            throw new JobException(JobException.INVALID_SPEC, "The spec lacks " + field);
        }
    }

    static void requireDataset(@Nullable DatasetReference dataset) {
        require("dataset", dataset);
        if (dataset != null) {
            require("dataset.sha256", dataset.sha256());
            require("dataset.timeframe", dataset.timeframe());
        }
    }

    static void requireWindows(@Nullable Windows windows) {
        require("windows", windows);
        if (windows != null) {
            requireWindow("windows.train", windows.train());
            requireWindow("windows.validation", windows.validation());
            requireWindow("windows.test", windows.test());
        }
    }

    private static void requireWindow(String field, @Nullable Window window) {
        require(field, window);
        if (window != null) {
            require(field + ".from", window.from());
            require(field + ".to", window.to());
        }
    }
}
