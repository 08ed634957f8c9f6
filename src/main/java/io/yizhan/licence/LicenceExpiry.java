package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.MaterialType;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.material.IssuedMaterials;
import io.yizhan.material.MaterialState;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.timer.DueTimer;
import io.yizhan.platform.timer.TimerHandler;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Ends a licence when its time is over, or, where a renewal was applied for in time and the authority has not decided, renews it as the
 * law does (Administrative Licensing Law, article 50).
 */
@Singleton
final class LicenceExpiry implements TimerHandler {
    private static final String KIND = "licence.expiry";

    private final Licences licences;
    private final IssuedMaterials materials;
    private final PublishedCatalogue catalogue;
    private final LicenceConfig config;
    private final Clock clock;

    LicenceExpiry(
            Licences licences,
            IssuedMaterials materials,
            PublishedCatalogue catalogue,
            LicenceConfig config,
            Clock clock) {
        this.licences = licences;
        this.materials = materials;
        this.catalogue = catalogue;
        this.config = config;
        this.clock = clock;
    }

    /** At the end of its last day; none for a licence that does not expire. */
    static Uni<Void> set(SqlConnection transaction, UUID licence, Optional<LocalDate> validUntil) {
        return validUntil
                .map(last -> Timers.set(transaction, KIND, licence, startOf(last.plusDays(1))))
                .orElseGet(() -> Timers.cancel(transaction, KIND, licence));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(HallClock.BUSINESS_ZONE).toInstant();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
        return licences.lock(transaction, timer.key(), Optional.empty())
                .chain(licence -> end(transaction, licence, clock.instant()));
    }

    private Uni<Void> end(SqlConnection transaction, Licence licence, Instant now) {
        var newest = licence.chain().newest();
        var isOver = newest.validUntil()
                .filter(last -> last.isBefore(LocalDate.ofInstant(now, HallClock.BUSINESS_ZONE)))
                .isPresent();
        if (!isOver) {
            return set(transaction, licence.id(), newest.validUntil());
        }
        return switch (newest.state()) {
            case VALID ->
                renewalOf(transaction, licence)
                        .chain(renewal -> renewal.map(found -> renew(transaction, licence, found, now))
                                .orElseGet(() -> expire(transaction, licence, now)));
            case WITHHELD -> expire(transaction, licence, now);
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Optional<UUID>> renewalOf(SqlConnection transaction, Licence licence) {
        var last = licence.chain().newest().validUntil().orElseThrow();
        return licences.openRenewal(
                transaction,
                licence.holder(),
                itemsThatYield(catalogue.get(), licence),
                startOf(last.minusDays(config.renewalDays() - 1L)));
    }

    /** Of its issuer: another department's licence of the type would not go on with this one. */
    private static List<String> itemsThatYield(Catalogue catalogue, Licence licence) {
        return catalogue.items().stream()
                .filter(item -> licence.materialType().equals(item.resultMaterialType())
                        && licence.issuer().equals(item.department().code()))
                .map(Item::implementationCode)
                .toList();
    }

    private Uni<Void> expire(SqlConnection transaction, Licence licence, Instant now) {
        var newest = licence.chain().newest();
        var version =
                follow(licence, LicenceState.EXPIRED, newest.validUntil(), Optional.empty(), Optional.empty(), now);
        return licences.moveOn(transaction, licence, link(licence, version, "expired"));
    }

    private Uni<Void> renew(SqlConnection transaction, Licence licence, UUID renewal, Instant now) {
        var until = Optional.of(renewedUntil(licence));
        var version = follow(
                licence,
                LicenceState.VALID,
                until,
                Optional.of("逾期未作决定，视为准予延续。Counts as renewed: no decision before expiry."),
                Optional.of(renewal),
                now);
        return licences.moveOn(transaction, licence, link(licence, version, "renewedByLaw"))
                .chain(() -> materials.change(transaction, licence.material(), MaterialState.VALID, until, now))
                .chain(() -> set(transaction, licence.id(), until));
    }

    /** As long again: the type's months, or the days it had where the catalogue no longer says. */
    private LocalDate renewedUntil(Licence licence) {
        var newest = licence.chain().newest();
        var last = newest.validUntil().orElseThrow();
        var months = catalogue.get().findMaterialType(licence.materialType()).stream()
                .map(MaterialType::defaultValidityMonths)
                .flatMapToInt(found -> found.stream())
                .findFirst();
        return months.isPresent()
                ? last.plusDays(1).plusMonths(months.getAsInt()).minusDays(1)
                : last.plusDays(ChronoUnit.DAYS.between(newest.validFrom(), last) + 1);
    }

    private static LicenceVersion follow(
            Licence licence,
            LicenceState state,
            Optional<LocalDate> validUntil,
            Optional<String> description,
            Optional<UUID> sourceCase,
            Instant now) {
        var newest = licence.chain().newest();
        return new LicenceVersion(
                newest.number() + 1,
                licence.nextIdentifier().toString(),
                Optional.of(newest.identifier()),
                state,
                description,
                Optional.empty(),
                newest.validUntil().orElseThrow().plusDays(1),
                newest.validFrom(),
                validUntil,
                now,
                sourceCase);
    }

    private static Licences.Link link(Licence licence, LicenceVersion version, String what) {
        return new Licences.Link(
                version, Optional.empty(), licence.material(), Optional.empty(), Optional.empty(), what, "law-" + what);
    }
}
