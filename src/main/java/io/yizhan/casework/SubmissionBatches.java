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

/**
 * Writes submissions together: those that wait while a statement is under way go with the next, in one statement and one
 * commit, and each is answered when that commit is done. In a rush a second statement is under way beside it.
 *
 * <p>An item's submissions are never in two statements at once. They would follow each other at the item's counter anyway; there they
 * would hold a connection each while they wait, and PostgreSQL lets a newcomer overtake those who wait for a row.
 */
@Singleton
class SubmissionBatches {
    /** Fewer do better in the next statement than in one of their own: most of what a small one costs does not depend on their number. */
    private static final int WORTH_A_STATEMENT_BESIDE_ANOTHER = 16;

    private final VertxInternal vertx;
    private final BatchQueue<Submission, Outcome> queue;

    SubmissionBatches(Vertx vertx, Submissions submissions, CaseworkConfig config, MeterRegistry metrics) {
        this.vertx = (VertxInternal) vertx;
        var limits = new BatchQueue.Limits(
                config.submissionsPerStatement(),
                config.submissionStatements(),
                Math.min(WORTH_A_STATEMENT_BESIDE_ANOTHER, config.submissionsPerStatement()),
                config.submissionsWaiting(),
                config.submissionsSingly());
        var work = new Writing(
                submissions,
                DistributionSummary.builder("yizhan.casework.submissions.together")
                        .description("Submissions written by one statement")
                        .register(metrics));
        this.queue = new BatchQueue<>(this.vertx.createEventLoopContext(), limits, work);
        Gauge.builder("yizhan.casework.submissions.waiting", queue, BatchQueue::waiting)
                .description("Submissions that wait for a statement to write them")
                .register(metrics);
    }

    /** What became of it, when it is committed; fails with {@code service-busy} when too many wait. */
    Uni<Outcome> write(Submission submission) {
        return Uni.createFrom().emitter(emitter -> {
            var answer = vertx.getOrCreateContext().<Outcome>promise();
            answer.future().onComplete(emitter::complete, emitter::fail);
            queue.join(submission, answer);
        });
    }

    private record Writing(Submissions submissions, DistributionSummary sizes)
            implements BatchQueue.Work<Submission, Outcome> {
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

        @Override
        public Object inTurn(Submission submission) {
            return submission.application().item().implementationCode();
        }
    }
}
