package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.IssuedMaterials;
import io.yizhan.material.MaterialState;
import io.yizhan.platform.HallClock;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes the state of a licence: a new version in the chain, the end of its reuse or its return, a flag at every open case that was
 * submitted with it, audit and outbox, in one transaction. Decided cases stay as they are.
 */
@Singleton
final class ChangeLicence {
    private final Pool pool;
    private final Clock clock;
    private final Licences licences;
    private final IssuedMaterials materials;
    private final BrokenCommitments commitments;

    ChangeLicence(Pool pool, Clock clock, Licences licences, IssuedMaterials materials, BrokenCommitments commitments) {
        this.pool = pool;
        this.clock = clock;
        this.licences = licences;
        this.materials = materials;
        this.commitments = commitments;
    }

    /**
     * What an officer wants.
     *
     * @param effectiveFrom may lie in the past, never before the first issue; today when absent
     */
    record Wish(LicenceState state, String reason, Optional<String> description, Optional<LocalDate> effectiveFrom) {}

    /** @throws Problem {@code licence-not-found}, {@code version-changed}, {@code licence-state-conflict} with the legal states */
    Uni<Licence> change(UUID id, Wish wish, int expectedVersion, AuthenticatedCaller officer, String requestId) {
        return pool.withTransaction(transaction -> changeIn(transaction, id, wish, expectedVersion, officer, requestId))
                .call(changed ->
                        materials.published(pool, changed.holder()).onFailure().recoverWithNull());
    }

    private Uni<Licence> changeIn(
            SqlConnection transaction,
            UUID id,
            Wish wish,
            int expectedVersion,
            AuthenticatedCaller officer,
            String requestId) {
        var now = clock.instant();
        return licences.lock(transaction, id, Optional.of(officer.departments()))
                .call(licence -> write(
                        transaction,
                        licence,
                        decide(licence, wish, expectedVersion, now),
                        Optional.of(officer.actor().value()),
                        requestId))
                .call(licence -> commitments.close(transaction, licence.id(), BrokenCommitments.Outcome.DECIDED, now))
                .chain(licence -> licences.find(transaction, licence.id()));
    }

    private static LicenceVersion decide(Licence licence, Wish wish, int expectedVersion, Instant now) {
        var newest = licence.chain().newest();
        if (newest.number() != expectedVersion) {
            throw Problem.of(ProblemType.VERSION_CHANGED, "请重新读取后再操作。", "Read it again, then decide.")
                    .with("state", newest.state())
                    .with("version", newest.number());
        }
        if (!newest.state().next().contains(wish.state())) {
            throw Problem.of(ProblemType.LICENCE_STATE_CONFLICT)
                    .with("state", newest.state())
                    .with("legalStates", newest.state().next());
        }
        if (wish.state() == LicenceState.OTHER && wish.description().isEmpty()) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("/description", "required", "其他状态须说明", "says what the state is");
        }
        var today = LocalDate.ofInstant(now, HallClock.BUSINESS_ZONE);
        var from = wish.effectiveFrom().orElse(today);
        if (from.isAfter(today)
                || from.isBefore(licence.chain().versions().get(0).effectiveFrom())) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("/effectiveFrom", "range", "须在首次签发之日至今日之间", "from the first issue until today");
        }
        return licence.follow(wish.state(), wish.description(), wish.reason(), from, now);
    }

    /** @param actor nobody when the law changes it */
    Uni<Void> write(
            SqlConnection transaction,
            Licence licence,
            LicenceVersion version,
            Optional<UUID> actor,
            String requestId) {
        var link = new Licences.Link(
                version,
                actor,
                licence.material(),
                Optional.empty(),
                Optional.empty(),
                happened(version.state()),
                requestId);
        var isUsable = version.state() == LicenceState.VALID;
        return licences.moveOn(transaction, licence, link)
                // waits for submissions that use it, so that none of them misses its flag
                .chain(() -> materials.change(
                        transaction,
                        licence.material(),
                        materialState(version.state()),
                        Optional.empty(),
                        version.at()))
                .chain(() ->
                        isUsable ? Uni.createFrom().voidItem() : licences.flagOpenCases(transaction, licence, version));
    }

    private static String happened(LicenceState state) {
        return state == LicenceState.VALID ? "restored" : state.word();
    }

    private static MaterialState materialState(LicenceState state) {
        return switch (state) {
            case VALID, EXPIRED -> MaterialState.VALID;
            case WITHHELD -> MaterialState.SUSPENDED;
            case REVOKED, CANCELLED, TRANSFERRED_OUT, WITHDRAWN, OTHER -> MaterialState.REVOKED;
        };
    }
}
