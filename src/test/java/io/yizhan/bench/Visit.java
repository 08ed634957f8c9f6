package io.yizhan.bench;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Supplier;

/** What one visitor of an open load asks, one request after the other. */
interface Visit {
    Buffer first();

    /** Status the next answer must have. */
    int expectedStatus();

    /**
     * What is asked after this answer; empty at the end of the visit.
     *
     * @param answer read only when it is got
     * @throws VoidRun when it is wrong
     */
    Optional<Buffer> next(Supplier<Answer> answer);

    /** Visitors with one question each, these in turn. A sample of the answers is checked. */
    static Supplier<Visit> asking(Requests requests) {
        return new Supplier<>() {
            private int turn;

            @Override
            public Visit get() {
                return new OneQuestion(requests, turn++ % requests.count());
            }
        };
    }

    /** The same, each request by one visitor only. */
    static Supplier<Visit> askingOnce(Requests requests) {
        return new Supplier<>() {
            private int turn;

            @Override
            public Visit get() {
                if (turn == requests.count()) {
                    throw new VoidRun("all " + turn + " requests have been sent");
                }
                return new OneQuestion(requests, turn++);
            }
        };
    }

    /** @param request its place among the requests */
    record OneQuestion(Requests requests, int request) implements Visit {
        private static final int CHECKED_EVERY = 64;

        @Override
        public Buffer first() {
            return Buffer.buffer(requests.copy(request));
        }

        @Override
        public int expectedStatus() {
            return requests.expectedStatus();
        }

        @Override
        public Optional<Buffer> next(Supplier<Answer> answer) {
            if (request % CHECKED_EVERY == 0) {
                requests.complaint(request, answer.get()).ifPresent(complaint -> {
                    throw new VoidRun(complaint);
                });
            }
            return Optional.empty();
        }
    }
}
