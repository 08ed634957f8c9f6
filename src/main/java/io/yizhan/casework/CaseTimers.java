package io.yizhan.casework;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the law, or the hall's rules, will do with a case when nobody does anything: its timers, keyed by the case. */
@Singleton
final class CaseTimers {
    /** Silence becomes acceptance (Administrative Licensing Law, article 32). */
    static final String SILENCE = "case.silence";
    /** Corrections that never came close the case. */
    static final String CORRECTION = "case.correction";
    /** What acceptance left open has not been supplied. */
    static final String OWED = "case.owed";
    /** A delivered case goes to the archive, rated or not. */
    static final String ARCHIVE = "case.archive";

    private final CaseworkConfig config;

    CaseTimers(CaseworkConfig config) {
        this.config = config;
    }

    /** Sets what the case waits for now, and cancels what it waited for. */
    Uni<Void> reset(SqlConnection transaction, CaseChange change, CaseClock clock) {
        var before = wanted(change.before(), change.at(), clock);
        var after = wanted(change.after(), change.at(), clock);
        var steps = new ArrayList<Uni<Void>>();
        after.forEach((kind, due) -> {
            if (!Objects.equals(before.get(kind), due)) {
                steps.add(Timers.set(transaction, kind, change.after().id(), due));
            }
        });
        gone(change.before(), after).forEach(kind -> steps.add(cancel(transaction, kind, change)));
        return Multi.createBy()
                .concatenating()
                .streams(steps.stream().map(Uni::toMulti).toList())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The timer of an application that was never answered is set by the outbox, so it may be there without being known. */
    private static List<String> gone(CaseFile before, Map<String, Instant> after) {
        return List.of(SILENCE, CORRECTION, OWED, ARCHIVE).stream()
                .filter(kind -> !after.containsKey(kind) && mayHaveBeenSet(kind, before))
                .toList();
    }

    private static boolean mayHaveBeenSet(String kind, CaseFile before) {
        return switch (kind) {
            case SILENCE -> before.state() == CaseState.SUBMITTED || before.state() == CaseState.RECEIVED;
            case CORRECTION -> before.openCorrection().isPresent();
            case OWED -> before.owesAnything();
            default -> before.state().isDone();
        };
    }

    private static Uni<Void> cancel(SqlConnection transaction, String kind, CaseChange change) {
        return Timers.cancel(transaction, kind, change.after().id());
    }

    private Map<String, Instant> wanted(CaseFile file, Instant now, CaseClock clock) {
        var wanted = new TreeMap<String, Instant>();
        if (file.state().isFinal()) {
            return wanted;
        }
        if (file.state() == CaseState.SUBMITTED || file.state() == CaseState.RECEIVED) {
            wanted.put(SILENCE, clock.silenceSince(file.answerableSince()));
        }
        file.openCorrection().ifPresent(open -> wanted.put(CORRECTION, CaseClock.endOf(open.supplyBy())));
        file.owed().stream()
                .filter(Owed::isOpen)
                .map(Owed::dueOn)
                .min(LocalDate::compareTo)
                .ifPresent(day -> wanted.put(OWED, CaseClock.endOf(day)));
        if (file.state().isDone()) {
            wanted.put(ARCHIVE, clock.endOfWorkingDays(now, config.archiveDays()));
        }
        return wanted;
    }
}
