package io.ktrdr.worker.job;

import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.JobView;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.job.WorkerJobsApi;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Blocking, because an order is answered only when the disk has it. */
@Blocking
final class JobsResource implements WorkerJobsApi {
    private static final Duration CANCEL_ANSWER = Duration.ofSeconds(5);

    private final JobDesk desk;

    JobsResource(JobDesk desk) {
        this.desk = desk;
    }

    @Override
    public Uni<JobView> start(StartJob start) {
        return Uni.createFrom().item(desk.start(start));
    }

    @Override
    public Uni<JobView> show(String claim) {
        return Uni.createFrom().item(desk.show(claim));
    }

    @Override
    public Uni<JobView> handBack(String claim, CancelJob order) {
        return Uni.createFrom().item(desk.handBack(claim, order));
    }

    @Override
    public Uni<JobView> cancel(String claim, CancelJob cancel) {
        return Uni.createFrom()
                .completionStage(desk.cancel(claim, cancel))
                .ifNoItem()
                .after(CANCEL_ANSWER)
                .failWith(() -> new ProblemException(ProblemCode.UNAVAILABLE, claim + " has not stopped yet"));
    }
}
