package io.yizhan.casework;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgException;
import io.yizhan.casework.Submissions.Outcome;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes submissions together: those that wait while a statement is under way go with the next, in one statement and one
 * commit, and each is answered when that commit is done.
 *
 * <p>An item's submissions always take the same lane. They would follow each other at the item's counter anyway; there they
 * would hold a connection each while they wait, and PostgreSQL lets a newcomer overtake those who wait for a row.
 */
@Singleton
class SubmissionBatches {
    private final VertxInternal vertx;
    private final List<BatchLane<Submission, Outcome>> lanes;

    SubmissionBatches(Vertx vertx, Submissions submissions, CaseworkConfig config, MeterRegistry metrics) {
        this.vertx = (VertxInternal) vertx;
        var limits = new BatchLane.Limits(
                config.submissionsPerStatement(),
                config.submissionsWaiting(),
                config.submissionLinger(),
                config.submissionsSingly());
        var work = new Writing(
                submissions,
                DistributionSummary.builder("yizhan.casework.submissions.together")
                        .description("Submissions written by one statement")
                        .register(metrics));
        this.lanes = Stream.generate(() -> new BatchLane<>(this.vertx.createEventLoopContext(), limits, work))
                .limit(config.submissionLanes())
                .toList();
        Gauge.builder("yizhan.casework.submissions.waiting", lanes, SubmissionBatches::waiting)
                .description("Submissions that wait for the statement under way")
                .register(metrics);
    }

    /** What became of it, when it is committed; fails with {@code service-busy} when too many wait. */
    Uni<Outcome> write(Submission submission) {
        return Uni.createFrom().emitter(emitter -> {
            var answer = vertx.getOrCreateContext().<Outcome>promise();
            answer.future().onComplete(emitter::complete, emitter::fail);
            lane(submission).join(submission, answer);
        });
    }

    private static double waiting(List<BatchLane<Submission, Outcome>> lanes) {
        return lanes.stream().mapToInt(BatchLane::waiting).sum();
    }

    private BatchLane<Submission, Outcome> lane(Submission submission) {
        var code = submission.application().item().implementationCode();
        return lanes.get(Math.floorMod(code.hashCode(), lanes.size()));
    }

    private record Writing(Submissions submissions, DistributionSummary sizes)
            implements BatchLane.Work<Submission, Outcome> {
        @Override
        public Uni<List<Outcome>> together(List<Submission> batch) {
            sizes.record(batch.size());
            return submissions.write(batch);
        }

        /** PostgreSQL has said no, so nothing is written; a lost connection leaves that open. */
        @Override
        public boolean isOfOne(Throwable failure) {
            return failure instanceof PgException;
        }

        @Override
        public Object apart(Submission submission) {
            return submission.caller().subject().value();
        }
    }
}
