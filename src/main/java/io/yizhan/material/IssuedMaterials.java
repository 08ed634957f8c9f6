package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Materials the hall itself makes: results of cases, reusable from the moment their transaction commits. With {@link Materials} it
 * writes {@code blob}, {@code material} and {@code material_library}.
 */
@Singleton
public final class IssuedMaterials {
    private static final String ISSUE = """
            with stored as (
                insert into blob (sha256, size, media_type, created_at) values ($10, $11, $12, $13) on conflict do nothing
            ), earlier as (
                select coalesce(max(edition), 0) as edition from material where holder = $3 and material_type = $4
            ), superseded as (
                update material set state = 'superseded', version = version + 1
                where holder = $3 and material_type = $4 and handed_in_at is not null and state = 'valid'
                  and ($16 or id = $14)
            ), issued as (
                insert into material (id, bucket, holder, material_type, version, edition, state, grade, issuer, issued_on, valid_from,
                    valid_until, sha256, replaces, uploaded_by, uploaded_at, source_case, handed_in_at)
                select $1, $2, $3, $4, 1, earlier.edition + 1, 'valid', $5, $6, $7, $8, $9, $10, $14, $15, $13, $17, $13 from earlier
            ), raised as (
                insert into material_library (holder, version) values ($3, 1)
                on conflict on constraint material_library_pkey do update set version = material_library.version + 1
                returning holder, version
            )
            insert into outbox (topic, key, version, payload, created_at, due_at)
            select 'material.changed', holder, version, '{}', $13, $13 from raised
            """;

    private static final String CHANGE = """
            with changed as (
                update material set state = $2, valid_until = coalesce($3, valid_until), version = version + 1
                where id = $1 and state <> 'superseded'
                returning holder
            ), raised as (
                insert into material_library (holder, version) select holder, 1 from changed
                on conflict on constraint material_library_pkey do update set version = material_library.version + 1
                returning holder, version
            )
            insert into outbox (topic, key, version, payload, created_at, due_at)
            select 'material.changed', holder, version, '{}', $4, $4 from raised
            """;

    private static final String LIBRARY_VERSION = "select version from material_library where holder = $1";

    private final BlobStore blobs;
    private final ReusableMaterials reusable;
    private final Vertx vertx;

    IssuedMaterials(BlobStore blobs, ReusableMaterials reusable, Vertx vertx) {
        this.blobs = blobs;
        this.reusable = reusable;
        this.vertx = vertx;
    }

    /**
     * A result as the hall issues it.
     *
     * @param issuer name of the department
     * @param replaces the edition it takes the place of
     * @param isOnlyOne whether a holder has one of this type: every earlier one is superseded, uploaded copies too
     */
    public record Issue(
            UUID id,
            UUID holder,
            int bucket,
            String materialType,
            TrustGrade grade,
            String issuer,
            LocalDate issuedOn,
            LocalDate validFrom,
            Optional<LocalDate> validUntil,
            byte[] sha256,
            long size,
            String mediaType,
            Optional<UUID> replaces,
            boolean isOnlyOne,
            UUID issuedBy,
            UUID sourceCase,
            Instant at) {}

    /** Keeps content for good, before the transaction that names it commits. Content nobody names in the end stays unread. */
    public Uni<Void> store(byte[] sha256, byte[] content) {
        return blobs.stage()
                .call(staged -> write(staged, content))
                .chain(staged -> blobs.put(HexFormat.of().formatHex(sha256), staged));
    }

    private Uni<Path> write(Path staged, byte[] content) {
        return vertx.executeBlocking(
                Uni.createFrom().item(Unchecked.supplier(() -> Files.write(staged, content))), false);
    }

    /** Content kept before. */
    public Uni<byte[]> read(byte[] sha256) {
        return blobs.get(HexFormat.of().formatHex(sha256))
                .chain(file -> file.size()
                        .chain(size -> file.read(
                                io.vertx.mutiny.core.buffer.Buffer.buffer(size.intValue()), 0, 0, size.intValue()))
                        .eventually(file::close))
                .map(buffer -> buffer.getDelegate().getBytes());
    }

    public Uni<Void> issue(SqlConnection transaction, Issue issue) {
        var values = Tuple.tuple()
                .addValue(issue.id())
                .addValue((short) issue.bucket())
                .addValue(issue.holder())
                .addValue(issue.materialType())
                .addValue(issue.grade().name())
                .addValue(issue.issuer())
                .addValue(issue.issuedOn())
                .addValue(issue.validFrom())
                .addValue(issue.validUntil().orElse(null))
                .addValue(Buffer.buffer(issue.sha256()))
                .addValue(issue.size())
                .addValue(issue.mediaType())
                .addValue(issue.at().atOffset(ZoneOffset.UTC))
                .addValue(issue.replaces().orElse(null))
                .addValue(issue.issuedBy())
                .addValue(issue.isOnlyOne())
                .addValue(issue.sourceCase());
        return transaction.preparedQuery(ISSUE).execute(values).replaceWithVoid();
    }

    /** @param validUntil a new last day, if it changes */
    public Uni<Void> change(
            SqlConnection transaction, UUID material, MaterialState state, Optional<LocalDate> validUntil, Instant at) {
        return transaction
                .preparedQuery(CHANGE)
                .execute(Tuple.of(material, state.word(), validUntil.orElse(null), at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** To be called after the commit of either, before it is acknowledged: the holder's next match knows. */
    public Uni<Void> published(SqlClient client, UUID holder) {
        return client.preparedQuery(LIBRARY_VERSION)
                .execute(Tuple.of(holder))
                .map(IssuedMaterials::version)
                .chain(version -> reusable.changed(holder, version));
    }

    private static int version(RowSet<Row> rows) {
        return rows.size() == 0 ? 0 : rows.iterator().next().getInteger("version");
    }
}
