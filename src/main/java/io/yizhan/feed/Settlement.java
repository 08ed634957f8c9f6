package io.yizhan.feed;

import io.yizhan.feed.Webhooks.Claimed;
import io.yizhan.feed.Webhooks.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a look at a webhook comes to.
 *
 * @param isAlive whether the cursor goes on: the receiver took or refused something, or nothing new was there
 * @param position where the cursor stands then
 * @param hasTaken whether anything was taken
 * @param isGivenUp whether the receiver has taken nothing for too long
 * @param reason why it took nothing
 * @param taken waiting events that are taken now
 * @param failedAgain waiting events that were not
 * @param kept new events that wait for another turn, or behind one of their case
 */
record Settlement(
        boolean isAlive,
        long position,
        boolean hasTaken,
        boolean isGivenUp,
        String reason,
        Instant dueAt,
        List<Long> taken,
        List<Kept> failedAgain,
        List<Kept> kept) {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_EVENT_PAUSE = Duration.ofHours(1);

    /** Tried so often at least before it is given up: the service itself may have been away. */
    private static final int FEWEST_ATTEMPTS = 5;

    /** An event that is kept for another turn, or given up. */
    record Kept(
            long position,
            UUID caseId,
            int attempts,
            Optional<Instant> firstFailedAt,
            Instant dueAt,
            String reason,
            boolean isOver) {}

    /** Limits of a look. */
    record Patience(Duration longestPause, Duration patience) {}

    /**
     * Decides.
     *
     * @param heads waiting events that were tried
     * @param fresh new events of the log, in order
     * @param outcomes by position, of those that were tried
     */
    static Settlement of(
            Claimed webhook,
            List<Head> heads,
            List<CaseEvent> fresh,
            Map<Long, Outcome> outcomes,
            Patience patience,
            Instant now) {
        var taken = new ArrayList<Long>();
        var failedAgain = new ArrayList<Kept>();
        for (var head : heads) {
            var outcome = outcome(outcomes, head.event());
            if (outcome.isTaken()) {
                taken.add(head.event().position());
            } else if (outcome.isFailure()) {
                failedAgain.add(failedAgain(head, outcome, patience, now));
            }
        }
        var isAlive = fresh.stream().noneMatch(event -> outcome(outcomes, event).isFailure())
                || outcomes.values().stream().anyMatch(Outcome::isAnswer);
        if (!isAlive) {
            return inTrouble(webhook, reason(fresh, outcomes), taken, failedAgain, patience, now);
        }
        var kept = fresh.stream()
                .filter(event -> !outcome(outcomes, event).isTaken())
                .map(event -> kept(event, outcome(outcomes, event), now))
                .toList();
        var position = fresh.isEmpty()
                ? webhook.position()
                : fresh.get(fresh.size() - 1).position();
        var hasTaken = outcomes.values().stream().anyMatch(Outcome::isTaken);
        return new Settlement(true, position, hasTaken, false, "", now, taken, failedAgain, kept);
    }

    private static Outcome outcome(Map<Long, Outcome> outcomes, CaseEvent event) {
        return outcomes.getOrDefault(event.position(), Outcome.NOT_TRIED);
    }

    private static String reason(List<CaseEvent> fresh, Map<Long, Outcome> outcomes) {
        return fresh.stream()
                .map(event -> outcome(outcomes, event))
                .filter(Outcome::isFailure)
                .map(Outcome::reason)
                .findFirst()
                .orElse("");
    }

    private static Kept failedAgain(Head head, Outcome outcome, Patience patience, Instant now) {
        var attempts = head.attempts() + 1;
        var first = head.firstFailedAt().orElse(now);
        var isOver = isOver(attempts, head.firstFailedAt(), patience.patience(), now);
        return new Kept(
                head.event().position(),
                head.event().caseId(),
                attempts,
                Optional.of(first),
                now.plus(pause(attempts, LONGEST_EVENT_PAUSE)),
                outcome.reason(),
                isOver);
    }

    private static Kept kept(CaseEvent event, Outcome outcome, Instant now) {
        return outcome.isFailure()
                ? new Kept(
                        event.position(),
                        event.caseId(),
                        1,
                        Optional.of(now),
                        now.plus(pause(1, LONGEST_EVENT_PAUSE)),
                        outcome.reason(),
                        false)
                : new Kept(event.position(), event.caseId(), 0, Optional.empty(), now, "", false);
    }

    private static Settlement inTrouble(
            Claimed webhook, String reason, List<Long> taken, List<Kept> failedAgain, Patience patience, Instant now) {
        var since = webhook.failingSince().orElse(now);
        var isGivenUp = !now.isBefore(since.plus(patience.patience()));
        return new Settlement(
                false,
                webhook.position(),
                false,
                isGivenUp,
                reason,
                now.plus(pause(webhook.failures() + 1, patience.longestPause())),
                taken,
                failedAgain,
                List.of());
    }

    /** Whether it has been tried long enough, and often enough. */
    static boolean isOver(int attempts, Optional<Instant> firstFailedAt, Duration patience, Instant now) {
        return attempts >= FEWEST_ATTEMPTS
                && !now.isBefore(firstFailedAt.orElse(now).plus(patience));
    }

    /** Doubles with every failure. */
    static Duration pause(int failures, Duration longest) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
