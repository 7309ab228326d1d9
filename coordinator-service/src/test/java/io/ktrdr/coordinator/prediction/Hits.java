package io.ktrdr.coordinator.prediction;

import java.util.Collection;
import java.util.regex.Pattern;

/** How many predictions were right, and how much of what was touched was predicted. */
final class Hits {
    private int predicted;
    private int right;
    private int touched;
    private int found;

    void count(Collection<String> predictions, Collection<String> resources) {
        predicted += predictions.size();
        touched += resources.size();
        right += (int) predictions.stream()
                .filter(prediction -> resources.stream().anyMatch(resource -> covers(prediction, resource)))
                .count();
        found += (int) resources.stream()
                .filter(resource -> predictions.stream().anyMatch(prediction -> covers(prediction, resource)))
                .count();
    }

    double precision() {
        return (double) right / predicted;
    }

    double recall() {
        return (double) found / touched;
    }

    int predicted() {
        return predicted;
    }

    int touched() {
        return touched;
    }

    static boolean covers(String prediction, String resource) {
        return Pattern.matches(Pattern.quote(prediction).replace("*", "\\E.*\\Q"), resource);
    }
}
