package io.ktrdr.worker.remote;

import io.ktrdr.contracts.problem.Problem;

/** What became of a remote call. */
public sealed interface Answer<T> {
    record Accepted<T>(T value) implements Answer<T> {}

    /** Understood and refused; asking again the same way is pointless. */
    record Refused<T>(Problem problem) implements Answer<T> {}

    /** Nobody there, too slow, overloaded, or not allowed yet: ask again later. */
    record NoAnswer<T>(String why) implements Answer<T> {}
}
