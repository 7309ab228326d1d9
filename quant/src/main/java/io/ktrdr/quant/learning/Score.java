package io.ktrdr.quant.learning;

/** How well a network tells samples: mean cross-entropy in nats, and the share told right, 0..1. */
record Score(double loss, double accuracy) {
    /** @param samples at least one */
    static Score of(Network network, Samples samples) {
        double loss = 0;
        int right = 0;
        for (int row = 0; row < samples.size(); row++) {
            double logit = network.logit(samples.inputs(), row * samples.width());
            double label = samples.labels()[row];
            loss += Network.loss(logit, label);
            right += (logit > 0) == (label > 0.5) ? 1 : 0;
        }
        return new Score(loss / samples.size(), (double) right / samples.size());
    }
}
