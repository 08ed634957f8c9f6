package io.yizhan.demo;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.approval.GiveOpinion;
import io.yizhan.casework.Acceptance;
import io.yizhan.casework.CaseMove;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.CaseStop;
import io.yizhan.casework.Ending;
import io.yizhan.casework.MaterialChoice;
import io.yizhan.casework.MoveCase;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.Cause;
import io.yizhan.identity.IdentityKind;
import io.yizhan.identity.RegisterSubject;
import io.yizhan.identity.RegisterSubject.Confirmation;
import io.yizhan.identity.SubjectId;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.check.CheckEverything;
import io.yizhan.platform.check.Finding;
import io.yizhan.platform.outbox.OutboxRelay;
import io.yizhan.platform.timer.Timers;
import io.yizhan.rating.GiveRating;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Plays the whole life of many cases on a clock that is put forward day by day, through the same use cases clients reach, then checks
 * everything. Ends with what has been reached and what is missing of it.
 */
@Singleton
public class PlayLives {
    private static final Logger LOG = Logger.getLogger(PlayLives.class);
    private static final Cause PLAY = Cause.startUp("demo-play");
    private static final int AFTER_THE_DEMO_HALL = 6_000;
    private static final int A_DAY = 40;
    private static final int NOON = 12;
    private static final int LAST_QUIET_DAYS = 45;
    private static final String POLICE = "1153040200000006XB";
    private static final String HEALTH = "11530402000000190A";
    private static final String CIVIL_AFFAIRS = "11530402000000078B";

    private final DemoConfig config;
    private final RegisterSubject registering;
    private final DemoCase cases;
    private final MoveCase moving;
    private final GiveOpinion opinions;
    private final GiveRating ratings;
    private final MovableClock clock;
    private final Timers timers;
    private final OutboxRelay outbox;
    private final CheckEverything everything;
    private final Pool pool;

    PlayLives(
            DemoConfig config,
            RegisterSubject registering,
            DemoCase cases,
            MoveCase moving,
            GiveOpinion opinions,
            GiveRating ratings,
            MovableClock clock,
            Timers timers,
            OutboxRelay outbox,
            CheckEverything everything,
            Pool pool) {
        this.config = config;
        this.registering = registering;
        this.cases = cases;
        this.moving = moving;
        this.opinions = opinions;
        this.ratings = ratings;
        this.clock = clock;
        this.timers = timers;
        this.outbox = outbox;
        this.everything = everything;
        this.pool = pool;
    }

    void start(@Observes @Priority(AFTER_THE_DEMO_HALL) StartupEvent started) {
        config.play().ifPresent(count -> refuseSecondPlay()
                .chain(() -> play(count, "lives"))
                .subscribe()
                .with(played -> Quarkus.asyncExit(played.isComplete() ? 0 : 1), failure -> {
                    LOG.error("the play broke off", failure);
                    Quarkus.asyncExit(1);
                }));
    }

    Uni<Void> refuseSecondPlay() {
        return pool.preparedQuery("select exists (select from cases where submitted_at > $1)")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .invoke(rows -> {
                    if (rows.iterator().next().getBoolean(0)) {
                        throw new IllegalStateException("these data have been played with: start with -Dyizhan.reset");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * What came of it.
     *
     * @param missing what was to be reached and was not
     */
    public record Played(Map<String, Long> reached, Set<String> missing, List<Finding> findings) {
        boolean isComplete() {
            return missing.isEmpty() && findings.isEmpty();
        }
    }

    /** A case on its way through its script. */
    private static final class Life {
        private final int number;
        private final LifeScript script;
        private final AuthenticatedCaller applicant;
        private UUID caseId = new UUID(0, 0);
        private LocalDate nextOn;
        private int next;

        private Life(int number, LifeScript script, AuthenticatedCaller applicant, LocalDate from) {
            this.number = number;
            this.script = script;
            this.applicant = applicant;
            this.nextOn = from;
        }

        private int daysToNext() {
            return isOver() ? 1 : script.steps().get(next).days();
        }

        private boolean isOver() {
            return next == script.steps().size();
        }
    }

    /** @param name tells one play from another in the same hall */
    public Uni<Played> play(int count, String name) {
        var scripts = LifeScript.all();
        LOG.infof("playing the lives of %d cases, %d scripts, day by day", count, scripts.size());
        return people(count)
                .chain(people -> {
                    var first = today().plusDays(1);
                    var lives = new ArrayList<Life>();
                    for (int i = 0; i < count; i++) {
                        lives.add(new Life(
                                i,
                                scripts.get(i % scripts.size()),
                                people.get(i % people.size()),
                                first.plusDays(i / A_DAY)));
                    }
                    return days(lives, first, name, 0);
                })
                .chain(this::rest);
    }

    private Uni<List<AuthenticatedCaller>> people(int count) {
        return Multi.createFrom()
                .range(0, Math.max(1, Math.min(60, count / 4)))
                .onItem()
                .transformToUniAndConcatenate(n -> register(DemoPerson.numbered(n)))
                .map(person -> caller(person, "applicant", Set.of()))
                .collect()
                .asList();
    }

    private Uni<SubjectId> register(DemoPerson person) {
        return registering.person(
                IdentityKind.RESIDENT_ID,
                person.number(),
                person.name(),
                person.phone(),
                Confirmation.NOT_CONFIRMED,
                PLAY);
    }

    private static AuthenticatedCaller caller(SubjectId person, String scope, Set<String> departments) {
        return new AuthenticatedCaller(
                person, person, Set.of(scope), "demo", 3, Optional.empty(), Set.of("sms"), departments, "window");
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private Uni<Void> days(List<Life> lives, LocalDate day, String name, int quiet) {
        if (quiet > LAST_QUIET_DAYS) {
            return Uni.createFrom().voidItem();
        }
        clock.moveTo(day.atTime(NOON, 0).atZone(HallClock.BUSINESS_ZONE).toInstant());
        var due = lives.stream()
                .filter(life -> !life.nextOn.isAfter(day) && (!life.isOver() || isNew(life)))
                .toList();
        var left = lives.stream().filter(life -> !life.isOver() || isNew(life)).count();
        if (day.getDayOfMonth() % 10 == 0) {
            LOG.infof("%s: %d of %d cases still have something to come", day, left, lives.size());
        }
        return settle().chain(() -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(life -> advance(life, day, name))
                        .collect()
                        .last())
                .chain(() -> settle())
                .chain(() -> days(lives, day.plusDays(1), name, left == 0 ? quiet + 1 : 0));
    }

    private static boolean isNew(Life life) {
        return life.caseId.getMostSignificantBits() == 0;
    }

    /** What the law does by itself at this moment, and everybody who has to be told. */
    private Uni<Void> settle() {
        return drain().chain(() -> timers.fireDue()).chain(() -> drain());
    }

    private Uni<Void> drain() {
        return outbox.relay()
                .chain(taken -> taken > 0 ? drain() : Uni.createFrom().voidItem());
    }

    private Uni<Void> advance(Life life, LocalDate day, String name) {
        if (isNew(life)) {
            return cases.submit(life.applicant, life.script.item().implementationCode(), name + "-" + life.number)
                    .invoke(id -> {
                        life.caseId = id;
                        life.nextOn = day.plusDays(life.daysToNext());
                    })
                    .replaceWithVoid();
        }
        var step = life.script.steps().get(life.next);
        life.next++;
        life.nextOn = day.plusDays(
                life.isOver() ? 1 : life.script.steps().get(life.next).days());
        return switch (step.who()) {
            case NOBODY -> Uni.createFrom().voidItem();
            case OTHER_DEPARTMENT ->
                opinions.agree(life.caseId, caller(life.applicant.subject(), "officer", Set.of(CIVIL_AFFAIRS)));
            case RATER -> ratings.give(life.caseId, step.level(), life.applicant);
            default -> uploads(life, step, day).chain(uploads -> move(life, step, day, uploads));
        };
    }

    private Uni<List<MaterialChoice>> uploads(Life life, LifeScript.Step step, LocalDate day) {
        return Multi.createFrom()
                .iterable(step.uploads())
                .onItem()
                .transformToUniAndConcatenate(
                        type -> cases.upload(life.applicant, type, "play-" + life.number + "-" + day))
                .collect()
                .asList();
    }

    private Uni<Void> move(Life life, LifeScript.Step step, LocalDate day, List<MaterialChoice> uploads) {
        var command = new MoveCase.Command(
                life.caseId,
                step.act().on(day, uploads),
                Optional.of(actor(life, step.who())),
                OptionalInt.empty(),
                Optional.empty(),
                step.who() == LifeScript.Who.CLERK ? Optional.of("A07") : Optional.empty(),
                "demo-play");
        return moving.move(command)
                .onFailure()
                .transform(failure -> new IllegalStateException(
                        "script '%s', step %d on %s".formatted(life.script.name(), life.next, day), failure))
                .replaceWithVoid();
    }

    /** Staff of the play: ids of demo people, since what they hold is told by the caller. */
    private static AuthenticatedCaller actor(Life life, LifeScript.Who who) {
        var department = life.script.item() == LifeScript.Item.JOINT ? HEALTH : POLICE;
        return switch (who) {
            case APPLICANT -> life.applicant;
            case CLERK -> caller(staff(life.applicant, 1), "clerk", Set.of());
            case HEAD -> caller(staff(life.applicant, 3), "officer", Set.of(department));
            default -> caller(staff(life.applicant, 2), "officer", Set.of(department));
        };
    }

    private static SubjectId staff(AuthenticatedCaller applicant, int n) {
        var id = applicant.subject().value();
        return SubjectId.of(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ (long) n << 20));
    }

    private Uni<Played> rest() {
        return settle().chain(this::reached)
                .chain(reached -> everything.check().map(findings -> played(reached, findings)));
    }

    private static final String REACHED = """
            select 'state ' || coalesce(state, kind) as what, count(distinct case_id) as n from case_event group by 1
            union all select 'event ' || kind, count(*) from case_event group by 1
            union all select 'ending ' || ending, count(*) from cases where ending is not null group by 1
            union all select 'stop ' || kind, count(*) from case_stop group by 1
            union all select 'procedure ' || procedure, count(*) from case_stop where procedure is not null group by 1
            union all select 'acceptance ' || acceptance, count(*) from cases where acceptance is not null group by 1
            union all select 'rating level ' || level, count(*) from rating group by 1
            union all select 'rectification ' || kind, count(*) from rectification_step group by 1
            union all select 'licence ' || state, count(distinct licence) from licence_version group by 1
            union all select 'broken commitment ' || outcome, count(*) from broken_commitment where outcome is not null group by 1
            union all select 'card ' || kind, count(*) from supervision_card group by 1
            order by 1
            """;

    private Uni<Map<String, Long>> reached() {
        return pool.query(REACHED).execute().map(rows -> {
            var reached = new TreeMap<String, Long>();
            for (Row row : rows) {
                reached.put(row.getString("what"), row.getLong("n"));
            }
            return reached;
        });
    }

    private static Played played(Map<String, Long> reached, List<Finding> findings) {
        var missing = new TreeSet<>(wanted());
        missing.removeAll(reached.keySet());
        reached.forEach((what, n) -> LOG.infof("%6d %s", n, what));
        missing.forEach(what -> LOG.errorf("never reached: %s", what));
        findings.forEach(finding -> LOG.errorf("finding: %s", finding));
        LOG.infof("%d findings, %d never reached", findings.size(), missing.size());
        return new Played(reached, missing, findings);
    }

    private static Set<String> wanted() {
        var wanted = new TreeSet<String>();
        Arrays.stream(CaseState.values()).forEach(state -> wanted.add("state " + state.word()));
        Arrays.stream(Ending.values()).forEach(ending -> wanted.add("ending " + ending.code()));
        Arrays.stream(CaseStop.Kind.values()).forEach(kind -> wanted.add("stop " + kind.word()));
        Arrays.stream(CaseStop.Procedure.values()).forEach(one -> wanted.add("procedure " + one.word()));
        Arrays.stream(Acceptance.Kind.values()).forEach(kind -> wanted.add("acceptance " + kind.word()));
        IntStream.rangeClosed(1, 5).forEach(level -> wanted.add("rating level " + level));
        Set.of("reminder", "yellow", "red").forEach(card -> wanted.add("card " + card));
        Set.of("valid", "withheld", "revoked").forEach(state -> wanted.add("licence " + state));
        Set.of("supplied", "revoked").forEach(outcome -> wanted.add("broken commitment " + outcome));
        wanted.addAll(Arrays.stream(CaseMove.values())
                .filter(move -> move != CaseMove.CHANGE_DUE)
                .map(move -> "event " + move.happened())
                .collect(Collectors.toSet()));
        return wanted;
    }
}
