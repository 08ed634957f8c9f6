package io.yizhan.demo;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.yizhan.catalogue.Audience;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.Cause;
import io.yizhan.identity.IdentityKind;
import io.yizhan.identity.IdentityNumber;
import io.yizhan.identity.RegisterSubject;
import io.yizhan.identity.RegisterSubject.Confirmation;
import io.yizhan.identity.Staff;
import io.yizhan.identity.SubjectId;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Fills a hall for demonstration: personas for every role and a few hundred cases, the same on every machine. Everything
 * goes through the real use cases under fixed idempotency keys, so an interrupted start is taken up by the next one and a
 * later start repeats without effect.
 */
@Singleton
class DemoHall {
    private static final Logger LOG = Logger.getLogger(DemoHall.class);
    private static final Cause START = Cause.startUp("demo-hall");
    private static final int AFTER_EVERYTHING_ELSE = 5_000;
    private static final int PEOPLE = 60;
    private static final int PROGRESS_EVERY = 50;
    private static final String COMPANY_STEM = "91000001MADEM001";
    private static final String CIVIL_AFFAIRS = "11530402000000078B";
    private static final List<String> FIRST_ITEMS =
            List.of("1153040200000006XB4002009102000", "1153040200000006XB4000109001000");

    private final DemoConfig config;
    private final RegisterSubject registering;
    private final Staff staff;
    private final PublishedCatalogue catalogue;
    private final DemoCase cases;

    DemoHall(
            DemoConfig config, RegisterSubject registering, Staff staff, PublishedCatalogue catalogue, DemoCase cases) {
        this.config = config;
        this.registering = registering;
        this.staff = staff;
        this.catalogue = catalogue;
        this.cases = cases;
    }

    void open(@Observes @Priority(AFTER_EVERYTHING_ELSE) StartupEvent started) {
        if (config.enabled() && config.play().isEmpty()) {
            fill().subscribe()
                    .with(
                            made -> LOG.infof("demo hall: ready, %d new demo cases", made),
                            failure -> LOG.error("demo hall: not filled; the next start tries again", failure));
        }
    }

    private Uni<Integer> fill() {
        return personas().chain(applicant -> cases.exists(applicant)
                .chain(isFilled -> isFilled ? Uni.createFrom().item(0) : fillCases(applicant)));
    }

    /** The applicant among them. */
    Uni<AuthenticatedCaller> personas() {
        return person(DemoPerson.CLERK)
                .chain(clerk -> staff.grantClerk(clerk, START))
                .chain(() -> person(DemoPerson.OFFICER))
                .chain(officer -> staff.grantOfficer(officer, CIVIL_AFFAIRS, START))
                .chain(() -> person(DemoPerson.ADMINISTRATOR))
                .chain(administrator -> staff.grantAdministrator(administrator, START))
                .chain(() -> person(DemoPerson.APPLICANT))
                .call(this::company)
                .map(DemoHall::applicant);
    }

    private Uni<SubjectId> person(DemoPerson person) {
        return registering.person(
                IdentityKind.RESIDENT_ID,
                person.number(),
                person.name(),
                person.phone(),
                Confirmation.NOT_CONFIRMED,
                START);
    }

    private Uni<SubjectId> company(SubjectId representative) {
        var creditCode =
                IdentityNumber.complete(IdentityKind.CREDIT_CODE, COMPANY_STEM).value();
        return registering.organisation(creditCode, "示范商贸有限公司", representative, Confirmation.NOT_CONFIRMED, START);
    }

    private static AuthenticatedCaller applicant(SubjectId person) {
        return new AuthenticatedCaller(
                person, person, Set.of("applicant"), "demo", 3, Optional.empty(), Set.of("sms"), Set.of(), "portal");
    }

    private Uni<Integer> fillCases(AuthenticatedCaller persona) {
        LOG.infof("demo hall: making %d demo cases in the background", config.cases() + FIRST_ITEMS.size());
        return Multi.createFrom()
                .range(0, config.cases())
                .onItem()
                .transformToUniAndConcatenate(this::oneOfMany)
                .collect()
                .last()
                .chain(() -> Multi.createFrom()
                        .iterable(FIRST_ITEMS)
                        .onItem()
                        .transformToUniAndConcatenate(item -> cases.submit(persona, item, "persona-" + item))
                        .collect()
                        .last())
                .replaceWith(config.cases() + FIRST_ITEMS.size());
    }

    private Uni<Void> oneOfMany(int n) {
        if (n > 0 && n % PROGRESS_EVERY == 0) {
            LOG.infof("demo hall: %d of %d", n, config.cases());
        }
        var random = new Random(n);
        var items = itemsForPersons();
        var item = items.get(random.nextInt(items.size())).implementationCode();
        return person(DemoPerson.numbered(random.nextInt(PEOPLE)))
                .map(DemoHall::applicant)
                .chain(applicant -> cases.submit(applicant, item, "case-" + n)
                        .chain(submitted -> n % 10 == 9
                                ? cases.withdraw(applicant, submitted)
                                : Uni.createFrom().voidItem()));
    }

    private List<Item> itemsForPersons() {
        var items = new ArrayList<Item>();
        for (var item : catalogue.get().items()) {
            if (item.audience().overlaps(Audience.PERSON)) {
                items.add(item);
            }
        }
        return items;
    }
}
