package io.yizhan.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list of published versions.
 *
 * <ul>
 *   <li>{@code catalogue_version}: number (1, 2, …), digest of the files, the version before with its digest, when and by
 *       whom it was published, {@code summary} and {@code diff} against the version before. The highest number is the
 *       published one. Two neighbours never have the same digest, whoever writes: a constraint says so.
 * </ul>
 *
 * Rows are never changed or deleted.
 */
@Singleton
final class CatalogueVersions {
    /** Publishing is rare and takes well under a second; whoever waits longer is told so. */
    private static final String WAIT_AT_MOST = "set local lock_timeout = '10s'";

    /** Publishers queue here; readers do not. */
    private static final String LOCK = "lock table catalogue_version in share row exclusive mode";

    private static final String SELECT_LATEST = """
            select number, digest, published_at, publisher, summary::text, null
            from catalogue_version
            order by number desc
            limit 1
            """;

    private static final String SELECT_LATEST_NUMBER = """
            select number, digest, published_at
            from catalogue_version
            order by number desc
            limit 1
            """;

    private static final String SELECT_ONE = """
            select number, digest, published_at, publisher, summary::text, diff::text
            from catalogue_version
            where number = $1
            """;

    private static final String SELECT_PAGE = """
            select number, digest, published_at, publisher, summary::text, null
            from catalogue_version
            where number < $1
            order by number desc
            limit $2
            """;

    private static final String INSERT = """
            insert into catalogue_version (
                number, digest, previous_number, previous_digest, published_at, publisher, summary, diff)
            values ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8::text::jsonb)
            """;

    private static final TypeReference<List<CatalogueDiff.Changes>> CHANGES = new TypeReference<>() {};

    private final ObjectMapper json;

    CatalogueVersions(ObjectMapper json) {
        this.json = json;
    }

    /** Makes this transaction the only one that publishes, until it ends. */
    Uni<Void> lock(SqlClient transaction) {
        return transaction
                .query(WAIT_AT_MOST)
                .execute()
                .chain(() -> transaction.query(LOCK).execute())
                .replaceWithVoid();
    }

    Uni<Optional<StoredVersion>> findLatest(SqlClient client) {
        return client.preparedQuery(SELECT_LATEST).execute().map(this::first);
    }

    /** Which version it is, without what is told of it: whoever only follows does not read JSON. */
    Uni<Optional<CatalogueVersion>> findLatestNumber(SqlClient client) {
        return client.preparedQuery(SELECT_LATEST_NUMBER)
                .execute()
                .map(found -> found.stream().findFirst().map(CatalogueVersions::number));
    }

    private static CatalogueVersion number(Row row) {
        return new CatalogueVersion(
                row.getInteger(0), row.getString(1), row.getOffsetDateTime(2).toInstant());
    }

    /** With its diff. */
    Uni<Optional<StoredVersion>> find(SqlClient client, int number) {
        return client.preparedQuery(SELECT_ONE).execute(Tuple.of(number)).map(this::first);
    }

    /** Newest first, below {@code before}. */
    Uni<List<StoredVersion>> list(SqlClient client, int before, int limit) {
        return client.preparedQuery(SELECT_PAGE)
                .execute(Tuple.of(before, limit))
                .map(this::all);
    }

    /** @param next with its diff */
    Uni<Void> insert(SqlClient transaction, StoredVersion next, Optional<CatalogueVersion> previous) {
        var values = Tuple.tuple()
                .addInteger(next.version().number())
                .addString(next.version().digest())
                .addInteger(previous.map(CatalogueVersion::number).orElse(null))
                .addString(previous.map(CatalogueVersion::digest).orElse(null))
                .addOffsetDateTime(OffsetDateTime.ofInstant(next.version().publishedAt(), ZoneOffset.UTC))
                .addString(next.publisher())
                .addString(written(next.summary()))
                .addString(written(next.diff().orElseThrow()));
        return transaction.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    private Optional<StoredVersion> first(RowSet<Row> found) {
        return all(found).stream().findFirst();
    }

    private List<StoredVersion> all(RowSet<Row> found) {
        var versions = new ArrayList<StoredVersion>(found.size());
        for (var row : found) {
            versions.add(version(row));
        }
        return versions;
    }

    private StoredVersion version(Row row) {
        try {
            var diff = row.getString(5);
            return new StoredVersion(
                    number(row),
                    row.getString(3),
                    json.readValue(row.getString(4), CHANGES),
                    diff == null ? Optional.empty() : Optional.of(json.readValue(diff, CatalogueDiff.class)));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("catalogue_version holds unreadable JSON", unreadable);
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
