package io.ktrdr.worker.report;

import io.ktrdr.contracts.artifact.ArtifactsApi;
import io.ktrdr.contracts.job.CheckpointReport;
import io.ktrdr.contracts.job.JobReportsApi;
import io.ktrdr.contracts.job.ProgressReport;
import io.ktrdr.contracts.job.ReportAnswer;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.worker.remote.Answer;
import io.ktrdr.worker.remote.RemoteCall;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The coordinators, any of which takes a report. Stays with the one that answered last. */
public final class Coordinators {
    private static final Duration CALL = Duration.ofSeconds(3);
    private static final Duration TRANSFER = Duration.ofSeconds(30);

    private final List<Coordinator> all;
    private final AtomicInteger preferred = new AtomicInteger();

    /** @throws IllegalArgumentException without any URL */
    public Coordinators(List<URI> urls) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("ktrdr.coordinator.urls names no coordinator");
        }
        all = urls.stream()
                .map(url -> new Coordinator(
                        RemoteCall.client(JobReportsApi.class, url, CALL),
                        RemoteCall.client(ArtifactsApi.class, url, TRANSFER)))
                .toList();
    }

    Answer<ReportAnswer> progress(String claim, ProgressReport report) {
        return call(CALL, coordinator -> coordinator.reports.progress(claim, report));
    }

    Answer<ReportAnswer> checkpoint(String claim, CheckpointReport report) {
        return call(CALL, coordinator -> coordinator.reports.checkpoint(claim, report));
    }

    Answer<ReportAnswer> result(String claim, ResultReport report) {
        return call(CALL, coordinator -> coordinator.reports.result(claim, report));
    }

    Answer<Boolean> upload(String sha256, byte[] content) {
        return call(
                TRANSFER,
                coordinator -> coordinator.artifacts.put(sha256, content).replaceWith(true));
    }

    /** An artifact's bytes. */
    public Answer<byte[]> download(String sha256) {
        // an empty body arrives as none
        return call(
                TRANSFER,
                coordinator ->
                        coordinator.artifacts.get(sha256).onItem().ifNull().continueWith(new byte[0]));
    }

    private <T> Answer<T> call(Duration timeout, Function<Coordinator, Uni<T>> request) {
        int start = preferred.get();
        Answer<T> answer = new Answer.NoAnswer<>("not asked");
        for (int i = 0; i < all.size(); i++) {
            int index = (start + i) % all.size();
            answer = RemoteCall.await(request.apply(all.get(index)), timeout);
            if (!(answer instanceof Answer.NoAnswer)) {
                preferred.set(index);
                return answer;
            }
        }
        return answer;
    }

    private record Coordinator(JobReportsApi reports, ArtifactsApi artifacts) {}
}
