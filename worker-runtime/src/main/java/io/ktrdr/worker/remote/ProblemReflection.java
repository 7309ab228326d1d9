package io.ktrdr.worker.remote;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.Violation;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Problem documents are in no endpoint's signature: a native image would drop them. */
@RegisterForReflection(targets = {Problem.class, Violation.class})
final class ProblemReflection {
    private ProblemReflection() {}
}
