package io.yizhan.casework;

import com.github.f4b6a3.uuid.UuidCreator;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.calendar.WorkingDayCalendar;
import io.yizhan.casework.UsedMaterial.Manner;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.catalogue.ReuseClass;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.SubjectId;
import io.yizhan.material.HeldMaterial;
import io.yizhan.material.Library;
import io.yizhan.material.MatchMaterials.Application;
import io.yizhan.material.MaterialState;
import io.yizhan.material.TrustGrade;
import io.yizhan.platform.IdempotencyKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decided applications of subjects who hold one reusable material each, on a business day of their own, so that the
 * numbers of a test begin at 0001.
 */
final class SubmissionFixture {
    private static final AtomicInteger DAYS = new AtomicInteger();
    private static final Instant FIRST_DAY = Instant.parse("2016-01-01T04:00:00Z");

    private final Pool pool;
    private final PublishedCatalogue catalogue;
    private final Instant moment = FIRST_DAY.plusSeconds(86_400L * DAYS.incrementAndGet());

    SubmissionFixture(Pool pool, PublishedCatalogue catalogue) {
        this.pool = pool;
        this.catalogue = catalogue;
    }

    /** Of a new subject. */
    Submission of(String item) {
        return of(item, caller());
    }

    Submission of(String item, AuthenticatedCaller caller) {
        return of(item, caller, UUID.randomUUID().toString(), Optional.empty());
    }

    Submission of(String item, AuthenticatedCaller caller, String key, Optional<Integer> draftVersion) {
        var snapshot = catalogue.get();
        var application = new Application(
                snapshot, snapshot.item(item), moment, LocalDate.of(2016, 12, 1), false, WorkingDayCalendar.shipped());
        var requirement = snapshot.requirements(application.item()).stream()
                .filter(asked -> asked.reuseClass() != ReuseClass.NEVER)
                .findFirst()
                .orElseThrow();
        var material = hold(caller, requirement.materialType().code());
        var id = UuidCreator.getTimeOrderedEpoch();
        return new Submission(
                id,
                caller,
                new IdempotencyKey(key),
                new byte[32],
                application,
                new Library(0, List.of(material)),
                QueryNumber.next(caller.subject().bucket(), new SecureRandom()),
                new byte[] {1, 2, 3},
                List.of(new UsedMaterial(requirement, material, Manner.CHOSEN)),
                List.of(),
                draftVersion,
                "{\"id\":\"" + id + "\",\"officialNumber\":\"" + Submissions.OFFICIAL_NUMBER + "\"}",
                "request-of-a-test");
    }

    LocalDate day() {
        return LocalDate.ofInstant(moment, ZoneOffset.ofHours(8));
    }

    static AuthenticatedCaller caller() {
        var subject = SubjectId.of(UuidCreator.getTimeOrderedEpoch());
        return new AuthenticatedCaller(
                subject, subject, Set.of("applicant"), "session", 2, Optional.empty(), Set.of(), Set.of(), "web");
    }

    private HeldMaterial hold(AuthenticatedCaller caller, String type) {
        var id = UuidCreator.getTimeOrderedEpoch();
        var handedInAt = moment.minusSeconds(86_400);
        execute("""
                insert into blob (sha256, size, media_type, created_at) values (sha256(''), 1, 'application/pdf', now())
                on conflict do nothing
                """, Tuple.tuple());
        execute(
                """
                insert into material (id, bucket, holder, material_type, version, edition, state, grade, issuer, sha256,
                    uploaded_by, uploaded_at, handed_in_at)
                values ($1, $2, $3, $4, 1, 1, 'valid', 'D', '', sha256(''), $3, $5, $5)
                """,
                Tuple.of(
                        id,
                        (short) caller.subject().bucket(),
                        caller.subject().value(),
                        type,
                        OffsetDateTime.ofInstant(handedInAt, ZoneOffset.UTC)));
        return new HeldMaterial(
                id,
                caller.subject().value(),
                type,
                1,
                1,
                MaterialState.VALID,
                TrustGrade.D,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(handedInAt),
                Optional.empty());
    }

    private void execute(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await().indefinitely();
    }
}
