package io.yizhan.material;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.PipelinedPg;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The materials in PostgreSQL.
 *
 * <p>Owns {@code blob} (one row per distinct content, never deleted while a material or {@code blob_name} names it), {@code material} (one
 * row per upload; becomes reusable when {@code handed_in_at} is set by the submission it is part of), {@code
 * material_library} (one counter per holder, raised in every transaction that changes what may be reused) and {@code
 * upload_quota} (bytes per holder and day). The submission statement of casework hands materials in: it is the one other
 * writer of {@code material} and {@code material_library}.
 */
@Singleton
public final class Materials {
    private static final String COLUMNS = """
            m.id, m.holder, m.material_type, m.version, m.edition, m.state, m.grade, m.issuer, m.issued_on, m.valid_from,
            m.valid_until, m.source_case, m.handed_in_at, m.confirmed_by
            """;

    private static final String LIBRARY = """
            with held as (
                select %s, row_number() over (partition by m.material_type order by m.handed_in_at desc, m.id) as age
                from material m
                where m.holder = $1 and (m.handed_in_at is not null or m.id = any($3::uuid[]))
            )
            select coalesce((select version from material_library where holder = $1), 0) as library_version, m.*
            from (select 1) as always left join held m on m.age <= $2 or m.id = any($3::uuid[])
            """.formatted(COLUMNS);

    private static final String RECORD_COLUMNS = """
            m.id, m.material_type, m.version, m.edition, m.state, m.grade, m.issuer, m.issued_on, m.valid_from,
            m.valid_until, b.media_type, b.size, m.sha256, m.uploaded_at, m.source_case, m.handed_in_at, m.confirmed_by
            """;

    private static final String KEEP = """
            with known as (
                select id from material
                where holder = $3 and material_type = $4 and sha256 = $10 and handed_in_at is null and state = 'valid'
                  and issued_on is not distinct from $7 and valid_until is not distinct from $9
            ), replaced as (
                select edition from material where id = $13 and holder = $3 and material_type = $4
            ), allowed as (
                insert into upload_quota (holder, day, bytes)
                select $3, $16, $11 where not exists (select 1 from known) and ($13::uuid is null or exists (select 1 from replaced))
                on conflict (holder, day) do update set bytes = upload_quota.bytes + excluded.bytes
                where upload_quota.bytes + excluded.bytes <= $17
                returning 1
            ), stored as (
                insert into blob (sha256, size, media_type, created_at)
                select $10, $11, $12, $15 from allowed on conflict do nothing
            ), kept as (
                insert into material (id, bucket, holder, material_type, version, edition, state, grade, issuer, issued_on,
                    valid_from, valid_until, sha256, replaces, uploaded_by, uploaded_at, confirmed_by, confirmed_at)
                select $1, $2, $3, $4, 1, coalesce((select edition from replaced), 0) + 1, 'valid', $5, $6, $7, $8, $9, $10, $13, $14,
                       $15, $18, case when $18::uuid is null then null else $15::timestamptz end
                from allowed
                returning id
            ), noted as (
                select append_audit($3, $15, $14, 'material.upload', id::text, $4, $19) from kept
            )
            select (select id from known limit 1) as known, (select id from kept) as kept,
                   $13::uuid is null or exists (select 1 from replaced) as has_predecessor, (select count(*) from noted) as noted
            """;

    private static final String FIND = """
            select %s from material m join blob b on b.sha256 = m.sha256 where m.id = $1 and m.holder = $2
            """.formatted(RECORD_COLUMNS);

    private static final String LIST = """
            select %s from material m join blob b on b.sha256 = m.sha256
            where m.holder = $1 and ($2::uuid is null or m.id < $2) order by m.id desc limit $3
            """.formatted(RECORD_COLUMNS);

    private static final String REVOKE = """
            with revoked as (
                update material set state = 'revoked', version = version + 1
                where id = $1 and state <> 'revoked' returning id, holder, version, handed_in_at
            ), raised as (
                insert into material_library (holder, version) select holder, 1 from revoked where handed_in_at is not null
                on conflict (holder) do update set version = material_library.version + 1
                returning holder, version
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at)
                select 'material.changed', holder, version, '{}', $2, $2 from raised
            )
            select holder, (select version from raised) as library_version,
                   append_audit(holder, $2, $3, 'material.revoke', id::text, $4, $5) as noted
            from revoked
            """;

    private final Pool pool;
    private final PipelinedPg pipelined;
    private final Clock clock;

    Materials(Pool pool, PipelinedPg pipelined, Clock clock) {
        this.pool = pool;
        this.pipelined = pipelined;
        this.clock = clock;
    }

    /** Everything reusable of a subject, as committed now. */
    public Uni<Library> library(UUID holder) {
        return libraryWith(holder, List.of());
    }

    /** The same, with those of the named materials that belong to the holder, handed in or not. */
    public Uni<Library> libraryWith(UUID holder, List<UUID> named) {
        return pipelined
                .query(LIBRARY, Tuple.of(holder, Library.EDITIONS_IN_VIEW, named.toArray(UUID[]::new)))
                .map(Materials::library);
    }

    /** Keeps an upload; the same bytes for the same purpose are kept once. Answers the material's id. */
    Uni<Kept> keep(UUID id, AuthenticatedCaller caller, Upload upload, long quota, String requestId) {
        var now = OffsetDateTime.now(clock);
        var confirmer = caller.clerkVouching().map(clerk -> clerk.value()).orElse(null);
        var values = Tuple.tuple()
                .addUUID(id)
                .addShort((short) caller.subject().bucket())
                .addUUID(caller.subject().value())
                .addString(upload.materialType())
                .addString((confirmer == null ? TrustGrade.D : TrustGrade.C).name())
                .addString(upload.issuer())
                .addLocalDate(upload.issuedOn().orElse(null))
                .addLocalDate(upload.validFrom().orElse(null))
                .addLocalDate(upload.validUntil().orElse(null))
                .addBuffer(io.vertx.mutiny.core.buffer.Buffer.newInstance(Buffer.buffer(upload.sha256())))
                .addLong(upload.size())
                .addString(upload.mediaType())
                .addUUID(upload.replaces().orElse(null))
                .addUUID(caller.actor().value())
                .addOffsetDateTime(now)
                .addLocalDate(LocalDate.now(clock))
                .addLong(quota)
                .addUUID(confirmer)
                .addString(requestId);
        return pool.preparedQuery(KEEP)
                .execute(values)
                .map(rows -> kept(rows.iterator().next()));
    }

    Uni<MaterialRecord> get(UUID id, UUID holder) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id, holder)).map(Materials::single);
    }

    /** The holder's materials, newest first, after the given one. */
    Uni<List<MaterialRecord>> list(UUID holder, Optional<UUID> after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(holder, after.orElse(null), limit))
                .map(rows -> list(rows, Materials::record));
    }

    /** Ends the reuse of a material; cases it served in stay as they are. */
    Uni<Raised> revoke(UUID id, UUID actor, String reason, String requestId) {
        return pool.preparedQuery(REVOKE)
                .execute(Tuple.of(id, OffsetDateTime.now(clock), actor, reason, requestId))
                .map(Materials::raised);
    }

    /** Which row an upload ended as, and whether it is new. */
    record Kept(UUID id, boolean isNew) {}

    /** A library that changed; version 0 when nothing reusable did. */
    record Raised(UUID holder, int version) {}

    private static Kept kept(Row row) {
        if (!row.getBoolean("has_predecessor")) {
            throw Problem.of(
                    ProblemType.MATERIAL_NOT_FOUND,
                    "被替换的材料不存在或类型不同。",
                    "The material to be replaced does not exist or is of another type.");
        }
        var known = row.getUUID("known");
        if (known != null) {
            return new Kept(known, false);
        }
        var kept = row.getUUID("kept");
        if (kept == null) {
            throw Problem.of(
                    ProblemType.UPLOAD_QUOTA_EXCEEDED,
                    "今日上传总量已满，请明天再传。",
                    "Today's upload volume is used up; try again tomorrow.");
        }
        return new Kept(kept, true);
    }

    private static Raised raised(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw notFound();
        }
        var row = rows.iterator().next();
        var version = row.getInteger("library_version");
        return new Raised(row.getUUID("holder"), version == null ? 0 : version);
    }

    private static MaterialRecord single(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw notFound();
        }
        return record(rows.iterator().next());
    }

    static Problem notFound() {
        return Problem.of(ProblemType.MATERIAL_NOT_FOUND);
    }

    private static Library library(RowSet<Row> rows) {
        var materials = new ArrayList<HeldMaterial>();
        var version = 0;
        for (var row : rows) {
            version = row.getInteger("library_version");
            if (row.getUUID("id") != null) {
                materials.add(held(row));
            }
        }
        return new Library(version, List.copyOf(materials));
    }

    private static <T> List<T> list(RowSet<Row> rows, java.util.function.Function<Row, T> reader) {
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(reader.apply(row)));
        return List.copyOf(all);
    }

    private static HeldMaterial held(Row row) {
        return new HeldMaterial(
                row.getUUID("id"),
                row.getUUID("holder"),
                row.getString("material_type"),
                row.getInteger("version"),
                row.getInteger("edition"),
                MaterialState.ofWord(row.getString("state")),
                TrustGrade.valueOf(row.getString("grade")),
                row.getString("issuer"),
                Optional.ofNullable(row.getLocalDate("issued_on")),
                Optional.ofNullable(row.getLocalDate("valid_from")),
                Optional.ofNullable(row.getLocalDate("valid_until")),
                Optional.ofNullable(row.getUUID("source_case")),
                instant(row, "handed_in_at"),
                Optional.ofNullable(row.getUUID("confirmed_by")));
    }

    private static MaterialRecord record(Row row) {
        return new MaterialRecord(
                row.getUUID("id"),
                row.getString("material_type"),
                row.getInteger("version"),
                row.getInteger("edition"),
                MaterialState.ofWord(row.getString("state")),
                TrustGrade.valueOf(row.getString("grade")),
                row.getString("issuer"),
                Optional.ofNullable(row.getLocalDate("issued_on")),
                Optional.ofNullable(row.getLocalDate("valid_from")),
                Optional.ofNullable(row.getLocalDate("valid_until")),
                row.getString("media_type"),
                row.getLong("size"),
                HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()),
                row.getOffsetDateTime("uploaded_at").toInstant(),
                Optional.ofNullable(row.getUUID("source_case")),
                instant(row, "handed_in_at"),
                row.getUUID("confirmed_by") != null);
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
