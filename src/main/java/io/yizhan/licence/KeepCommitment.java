package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.casework.CaseChange;
import io.yizhan.casework.CaseFile;
import io.yizhan.casework.CaseWitness;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.timer.DueTimer;
import io.yizhan.platform.timer.TimerHandler;
import io.yizhan.platform.timer.Timers;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * What follows for a licence when its case lacks what was promised at acceptance, as the notice of acceptance has told: it is withheld
 * from that moment, the issuing department finds it on its list, and when it has not been put right within a term it is revoked. What is
 * supplied in time restores it.
 */
@Singleton
final class KeepCommitment implements CaseWitness, TimerHandler {
    private static final String KIND = "licence.rectification";
    private static final String WITHHELD =
            "逾期未履行承诺，限期改正。The commitment was not kept in time; it may still be put right.";
    private static final String RESTORED = "承诺事项已补齐。What was promised has been supplied.";
    private static final String REVOKED = "逾期未履行承诺且未在限期内改正。The commitment was not kept, nor put right within the term.";

    private final Licences licences;
    private final ChangeLicence changing;
    private final BrokenCommitments commitments;
    private final LicenceConfig config;
    private final Clock clock;

    KeepCommitment(
            Licences licences,
            ChangeLicence changing,
            BrokenCommitments commitments,
            LicenceConfig config,
            Clock clock) {
        this.licences = licences;
        this.changing = changing;
        this.commitments = commitments;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Void> moved(SqlConnection transaction, CaseChange change) {
        return switch (change.move()) {
            case BREAK_COMMITMENT -> broken(transaction, change);
            case SUPPLY -> supplied(transaction, change);
            default -> Uni.createFrom().voidItem();
        };
    }

    /** A result that is made ready after the commitment was broken is issued all the same, and withheld at once. */
    Uni<Void> issued(SqlConnection transaction, CaseChange change) {
        return isBroken(change.after(), change.at())
                ? broken(transaction, change)
                : Uni.createFrom().voidItem();
    }

    private static boolean isBroken(CaseFile file, Instant at) {
        var today = LocalDate.ofInstant(at, HallClock.BUSINESS_ZONE);
        return file.owed().stream()
                .anyMatch(owed -> owed.suppliedAt().isEmpty() && owed.dueOn().isBefore(today));
    }

    private Uni<Void> broken(SqlConnection transaction, CaseChange change) {
        var caseId = change.after().id();
        return licences.issuedBy(transaction, caseId)
                .chain(found -> found.map(licence -> licences.lock(transaction, licence, Optional.empty())
                                .chain(locked -> withhold(transaction, locked, change)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** A licence that is worth nothing already stays as it is. */
    private Uni<Void> withhold(SqlConnection transaction, Licence licence, CaseChange change) {
        var newest = licence.chain().newest();
        if (newest.state() != LicenceState.VALID) {
            return Uni.createFrom().voidItem();
        }
        var today = LocalDate.ofInstant(change.at(), HallClock.BUSINESS_ZONE);
        var dueOn = today.plusDays(config.rectificationDays());
        var version = licence.follow(LicenceState.WITHHELD, Optional.empty(), WITHHELD, today, change.at());
        return changing.write(transaction, licence, version, Optional.empty(), change.requestId())
                .chain(() -> commitments.open(
                        transaction, licence.id(), change.after().id(), version.number(), change.at(), dueOn))
                .chain(() -> Timers.set(
                        transaction,
                        KIND,
                        licence.id(),
                        dueOn.plusDays(1).atStartOfDay(HallClock.BUSINESS_ZONE).toInstant()));
    }

    private Uni<Void> supplied(SqlConnection transaction, CaseChange change) {
        var isAllThere = change.after().owed().stream()
                .allMatch(owed -> owed.suppliedAt().isPresent());
        return isAllThere
                ? commitments.ofCase(transaction, change.after().id()).chain(found -> found.map(
                                open -> licences.lock(transaction, open.licence(), Optional.empty())
                                        .chain(licence -> restore(transaction, licence, change)))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> restore(SqlConnection transaction, Licence licence, CaseChange change) {
        var isWithheld = licence.chain().newest().state() == LicenceState.WITHHELD;
        var today = LocalDate.ofInstant(change.at(), HallClock.BUSINESS_ZONE);
        var version = licence.follow(LicenceState.VALID, Optional.empty(), RESTORED, today, change.at());
        return (isWithheld
                        ? changing.write(transaction, licence, version, change.actor(), change.requestId())
                        : Uni.createFrom().voidItem())
                .chain(() -> close(transaction, licence.id(), BrokenCommitments.Outcome.SUPPLIED, change.at()));
    }

    private Uni<Void> close(SqlConnection transaction, UUID licence, BrokenCommitments.Outcome outcome, Instant at) {
        return commitments
                .close(transaction, licence, outcome, at)
                .chain(() -> Timers.cancel(transaction, KIND, licence));
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** The term is over. */
    @Override
    public Uni<Void> fire(SqlConnection transaction, DueTimer timer) {
        return licences.lock(transaction, timer.key(), Optional.empty()).chain(licence -> commitments
                .isOpen(transaction, licence.id())
                .chain(isOpen -> isOpen
                        ? revoke(transaction, licence, clock.instant())
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Void> revoke(SqlConnection transaction, Licence licence, Instant now) {
        var today = LocalDate.ofInstant(now, HallClock.BUSINESS_ZONE);
        var version = licence.follow(LicenceState.REVOKED, Optional.empty(), REVOKED, today, now);
        return changing.write(transaction, licence, version, Optional.empty(), "law-rectification")
                .chain(() -> commitments.close(transaction, licence.id(), BrokenCommitments.Outcome.REVOKED, now));
    }
}
