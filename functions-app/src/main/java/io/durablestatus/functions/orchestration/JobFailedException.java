package io.durablestatus.functions.orchestration;

import io.durablestatus.contracts.Problem;

/** Ends an instance as failed. The problem must be in the custom status already: the SDK keeps only this message. */
final class JobFailedException extends RuntimeException {
    JobFailedException(Problem problem) {
        super(problem.title() + ": " + problem.detail());
    }
}
