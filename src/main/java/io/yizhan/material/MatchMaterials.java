package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.yizhan.calendar.Deadline;
import io.yizhan.calendar.DeadlineTerms;
import io.yizhan.calendar.Limit;
import io.yizhan.calendar.OutsideCalendar;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.catalogue.Audience;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Answers which of an item's materials a subject need not bring. */
@Singleton
public final class MatchMaterials {
    private final PublishedCatalogue catalogue;
    private final ReusableMaterials reusable;
    private final StatutoryClock clock;
    private final ReusePolicy policy;
    private final ConcurrentHashMap<Integer, Promise> promises = new ConcurrentHashMap<>();

    MatchMaterials(
            PublishedCatalogue catalogue, ReusableMaterials reusable, StatutoryClock clock, MaterialConfig config) {
        this.catalogue = catalogue;
        this.reusable = reusable;
        this.clock = clock;
        this.policy = config.policy();
    }

    /**
     * An item a subject may apply for, on one version of the catalogue.
     *
     * @param promisedOn when it would be done if accepted at {@code moment}
     * @param isProvisional whether that day lies in a year whose holidays are not announced yet
     * @param calendar what the day was counted by
     */
    public record Application(
            Catalogue catalogue,
            Item item,
            Instant moment,
            LocalDate promisedOn,
            boolean isProvisional,
            WorkingDayCalendar calendar) {}

    /** A day promised for any application within {@code from}, inclusive, to {@code until}. */
    private record Promise(
            WorkingDayCalendar calendar, Instant from, Instant until, LocalDate on, boolean isProvisional) {
        private boolean covers(Instant moment, WorkingDayCalendar current) {
            return calendar == current && !moment.isBefore(from) && moment.isBefore(until);
        }
    }

    /** @throws Problem {@code item-unknown}, or {@code audience-mismatch} when the item is not for such a subject */
    public Application applicationFor(String implementationCode, AuthenticatedCaller caller, Instant moment) {
        var snapshot = catalogue.get();
        var item = snapshot.item(implementationCode);
        if (!isFor(item, caller)) {
            throw Problem.of(
                    ProblemType.AUDIENCE_MISMATCH,
                    caller.isActing() ? "该事项面向自然人，请以本人身份办理。" : "该事项面向法人，请先以所代理的单位身份登录。",
                    caller.isActing()
                            ? "The item is for natural persons: apply in your own name."
                            : "The item is for organisations: sign in for the one you act for.");
        }
        var promise = promise(item.promisedDays(), moment);
        return new Application(snapshot, item, moment, promise.on(), promise.isProvisional(), promise.calendar());
    }

    /** Whether {@link #applicationFor} would answer. */
    boolean isFor(String implementationCode, AuthenticatedCaller caller) {
        return catalogue.isThere()
                && catalogue
                        .get()
                        .findItem(implementationCode)
                        .filter(item -> isFor(item, caller))
                        .isPresent();
    }

    private static boolean isFor(Item item, AuthenticatedCaller caller) {
        return item.audience().overlaps(caller.isActing() ? Audience.ENTERPRISE : Audience.PERSON);
    }

    /** The same for everyone who asks for so many days before the next closing time, so it is counted once. */
    private Promise promise(int days, Instant moment) {
        var calendar = clock.calendar();
        var known = promises.get(days);
        if (known != null && known.covers(moment, calendar)) {
            return known;
        }
        var deadline = deadline(days, moment);
        var promise =
                new Promise(calendar, moment, clock.sameUntil(moment), deadline.dueDate(), deadline.isProvisional());
        promises.put(days, promise);
        return promise;
    }

    private Deadline deadline(int days, Instant moment) {
        try {
            return clock.deadline(DeadlineTerms.of(moment, Limit.workingDays(days)));
        } catch (OutsideCalendar tooFar) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("/moment", "outsideCalendar", "超出工作日历的范围", "lies outside the working-day calendar");
        }
    }

    /** What days are counted by at present. */
    WorkingDayCalendar calendar() {
        return clock.calendar();
    }

    /** The first moment at which the same application might be decided otherwise by time alone. */
    Instant sameUntil(Application application) {
        return clock.sameUntil(application.moment());
    }

    /** From the index: fast, and never older than what this instance committed itself. */
    public Uni<List<Match>> match(AuthenticatedCaller caller, Application application) {
        return reusable.of(caller.subject().value()).map(library -> decide(caller, application, library.materials()));
    }

    /** The decision itself, on given candidates. */
    public List<Match> decide(AuthenticatedCaller caller, Application application, List<HeldMaterial> candidates) {
        var day = LocalDate.ofInstant(application.moment(), HallClock.BUSINESS_ZONE);
        return Matching.of(caller.subject().value(), day, application.promisedOn(), policy)
                .decide(application.catalogue().requirements(application.item()), candidates);
    }
}
