package io.yizhan.progress;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.ClientBuckets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** How often a client may ask for progress, and how often for numbers that do not exist. */
@Singleton
class ClientThrottle {
    private final ClientBuckets questions;
    private final ClientBuckets misses;

    ClientThrottle(ProgressConfig config, Clock clock) {
        this.questions = new ClientBuckets(config.questionsBurst(), config.questionsPerSecond(), clock);
        this.misses = new ClientBuckets(config.missesBurst(), config.missesPerSecond(), clock);
    }

    /** Takes one question from the client's bucket. A client that has guessed too often gets no answer either. */
    void ask(String client) {
        var wait = questions.take(client, 1);
        if (wait == 0) {
            wait = misses.take(client, 0);
        }
        if (wait > 0) {
            throw Problem.of(ProblemType.TOO_MANY_REQUESTS, "请稍后再查。", "Ask again later.")
                    .retryAfter(Duration.ofMillis(wait).plusSeconds(1));
        }
    }

    void missed(String client) {
        misses.spend(client);
    }
}
