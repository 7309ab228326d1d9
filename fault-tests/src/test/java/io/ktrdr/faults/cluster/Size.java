package io.ktrdr.faults.cluster;

/** How many processes of each kind; there is one registry and one PostgreSQL. */
public record Size(int coordinators, int trainingWorkers, int backtestWorkers) {
    public int workers() {
        return trainingWorkers + backtestWorkers;
    }
}
