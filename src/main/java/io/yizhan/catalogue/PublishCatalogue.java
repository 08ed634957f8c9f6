package io.yizhan.catalogue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes a sound set of files the published version, or finds that it is already. One transaction: rows, version, audit
 * entry and the message to the replicas are there together or not at all.
 */
@Singleton
final class PublishCatalogue {
    private static final Logger LOG = Logger.getLogger(PublishCatalogue.class);

    /** The audit stream of the catalogue. */
    private static final UUID STREAM = UUID.fromString("00000000-0000-8000-8000-000000000300");

    private static final String AUDIT = """
            select append_audit($1, $2, null, 'catalogue.published', $3, $4, $5)
            """;

    private static final String NOTIFY = "select pg_notify($1, $2)";

    private final Pool pool;
    private final CatalogueVersions versions;
    private final CatalogueTables tables;
    private final CatalogueFollower follower;
    private final Clock clock;

    PublishCatalogue(
            Pool pool, CatalogueVersions versions, CatalogueTables tables, CatalogueFollower follower, Clock clock) {
        this.pool = pool;
        this.versions = versions;
        this.tables = tables;
        this.follower = follower;
        this.clock = clock;
    }

    /**
     * The published version and whether it is new.
     *
     * @param version with its diff when it is new
     */
    record Outcome(StoredVersion version, boolean isNew) {}

    /** Who asked for it, and in which exchange. */
    record Order(Reading reading, String publisher, String requestId) {}

    private record Step(SqlConnection transaction, Order order, Optional<StoredVersion> latest) {}

    /**
     * Publishes, and returns when this replica answers from the result. Two at a time queue behind each other.
     *
     * @param order with a sound reading
     */
    Uni<Outcome> publish(Order order) {
        return pool.withTransaction(transaction -> publish(transaction, order))
                .call(follower::refresh)
                .invoke(PublishCatalogue::report);
    }

    private Uni<Outcome> publish(SqlConnection transaction, Order order) {
        return versions.lock(transaction)
                .chain(() -> versions.findLatest(transaction))
                .map(latest -> new Step(transaction, order, latest))
                .chain(this::decide);
    }

    private Uni<Outcome> decide(Step step) {
        var digest = step.order().reading().digest();
        return step.latest()
                .filter(latest -> latest.version().digest().equals(digest))
                .map(same -> Uni.createFrom().item(new Outcome(same, false)))
                .orElseGet(() -> publishNext(step));
    }

    private Uni<Outcome> publishNext(Step step) {
        return rowsBefore(step)
                // comparing and writing out two thousand rows is no work for an event loop
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(before ->
                        CatalogueDiff.between(before, step.order().reading().rows()))
                .map(diff -> next(step, diff))
                .call(next -> write(step, next))
                .map(next -> new Outcome(next, true));
    }

    private Uni<CatalogueRows> rowsBefore(Step step) {
        return step.latest()
                .map(latest -> tables.rows(step.transaction(), latest.version().number()))
                .orElseGet(() -> Uni.createFrom().item(CatalogueRows.of(Map.of())));
    }

    private StoredVersion next(Step step, CatalogueDiff diff) {
        int number = step.latest().map(latest -> latest.version().number()).orElse(0) + 1;
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new StoredVersion(
                new CatalogueVersion(number, step.order().reading().digest(), now),
                step.order().publisher(),
                diff.summary(),
                Optional.of(diff));
    }

    private Uni<Void> write(Step step, StoredVersion next) {
        return versions.insert(step.transaction(), next, step.latest().map(StoredVersion::version))
                .chain(() -> tables.insert(
                        step.transaction(),
                        next.version().number(),
                        step.order().reading().rows()))
                .chain(() -> audit(step, next))
                .chain(() -> announce(step, next));
    }

    private static Uni<Void> audit(Step step, StoredVersion next) {
        var entry = Tuple.of(
                STREAM,
                OffsetDateTime.ofInstant(next.version().publishedAt(), ZoneOffset.UTC),
                "catalogue/" + next.version().number(),
                "publisher=" + next.publisher() + " digest=" + next.version().digest(),
                step.order().requestId());
        return step.transaction().preparedQuery(AUDIT).execute(entry).replaceWithVoid();
    }

    private static Uni<Void> announce(Step step, StoredVersion next) {
        return step.transaction()
                .preparedQuery(NOTIFY)
                .execute(Tuple.of(
                        CatalogueFollower.CHANNEL, String.valueOf(next.version().number())))
                .replaceWithVoid();
    }

    private static void report(Outcome outcome) {
        var version = outcome.version().version();
        if (outcome.isNew()) {
            LOG.infof("published catalogue version %d (%s)", version.number(), version.digest());
        } else {
            LOG.infof("catalogue unchanged: version %d is published", version.number());
        }
    }
}
