package io.ktrdr.coordinator.lock;

import io.ktrdr.contracts.lock.LockMode;

/** A resource, and how it is wanted. */
public record Lock(Resource resource, LockMode mode) {
    public static Lock read(String resource) {
        return new Lock(new Resource(resource), LockMode.READ);
    }

    public static Lock write(String resource) {
        return new Lock(new Resource(resource), LockMode.WRITE);
    }

    boolean conflictsWith(Lock other) {
        return (mode == LockMode.WRITE || other.mode == LockMode.WRITE) && resource.overlaps(other.resource);
    }
}
