package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.casework.CaseAccess;
import io.yizhan.identity.PersonalCipher;
import io.yizhan.identity.PersonalCipher.Column;
import io.yizhan.identity.SubjectId;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The e-licence library.
 *
 * <p>Owns {@code licence} (one row per licence: {@code holder}, {@code holder_name} encrypted as on the newest issue, {@code type_code}
 * and {@code serial} of the identifier, and of the newest version {@code version}, {@code state}, {@code valid_from}, {@code
 * valid_until}, {@code material}), {@code licence_version} (the chain, append-only: {@link LicenceVersion}; an issue also has {@code
 * verification_code}, {@code sha256} of its document and {@code seal}), {@code licence_type} (which three digits a defining body has
 * given a material type), {@code licence_counter} (numbers handed out in the transaction that uses them; type numbers have year 0) and
 * {@code case_licence_flag} (open cases whose papers a change has touched). Who reads is part of every predicate.
 */
@Singleton
final class Licences {
    private static final Column HOLDER_NAME = new Column("licence", "holder_name");

    private static final String SELECT = """
            select l.id, l.holder, l.holder_name, l.material_type, l.type_code, l.name_zh, l.name_en, l.issuer, l.serial, l.material,
                   (select json_agg(json_build_array(v.number, v.identifier, v.replaces, v.state, v.description, v.reason,
                        v.effective_from, v.valid_from, v.valid_until, v.at, v.source_case) order by v.number)
                    from licence_version v where v.licence = l.id) as versions
            from licence l
            """;

    private static final String FIND =
            SELECT + "where l.id = $1 and (l.holder = $2::uuid or l.issuer = any($3::text[]))";
    private static final String FIND_ANY = SELECT + "where l.id = $1";
    private static final String FIND_BY_IDENTIFIER =
            SELECT + "where l.id = (select licence from licence_version where identifier = $1)";
    private static final String LOCK = """
            select l.id from licence l where l.id = $1 and ($2 or l.issuer = any($3::text[])) for no key update
            """;

    private static final String LIST = """
            select id, version, material_type, name_zh, name_en, issuer, state, valid_from, valid_until
            from licence where holder = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
            """;

    private static final String QUEUE = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

    /** The newest of the type, or of those the case was submitted with. */
    private static final String PREDECESSOR = """
            select l.id from licence l
            where l.holder = $1 and l.material_type = $2 and l.issuer = $3 and l.state in ('valid', 'expired')
              and ($4 or exists (
                  select from case_material m join licence_version v on v.material = m.material
                  where m.case_id = $5 and v.licence = l.id))
            order by l.id desc limit 1
            for no key update of l
            """;

    private static final String NEXT = """
            insert into licence_counter (scope, year, last) values ($1, $2, 1)
            on conflict on constraint licence_counter_pkey do update set last = licence_counter.last + 1
            returning last
            """;

    private static final String FIND_TYPE = "select code from licence_type where definer = $1 and material_type = $2";
    private static final String ADD_TYPE =
            "insert into licence_type (code, definer, number, material_type) values ($1, $2, $3, $4)";

    private static final String ADD = """
            insert into licence (id, bucket, holder, holder_name, material_type, type_code, name_zh, name_en, issuer, serial, version,
                state, valid_from, valid_until, material, issued_at, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16)
            on conflict on constraint licence_pkey do update set holder_name = excluded.holder_name, name_zh = excluded.name_zh,
                name_en = excluded.name_en, version = excluded.version, state = excluded.state, valid_from = excluded.valid_from,
                valid_until = excluded.valid_until, material = excluded.material, changed_at = excluded.changed_at
            """;

    private static final String MOVE_ON =
            "update licence set version = $2, state = $3, valid_until = $4, changed_at = $5 where id = $1";

    private static final String ADD_VERSION = """
            with linked as (
                insert into licence_version (licence, number, identifier, replaces, state, description, reason, effective_from,
                    valid_from, valid_until, at, actor, source_case, material, verification_code, sha256, seal)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ), told as (
                insert into outbox (topic, key, version, payload, created_at, due_at) values ($18, $1, $2, $19, $11, $11)
            )
            select append_audit($1, $11, $12, $20, $3, $21, $22) as seq
            """;

    /** Cases the authority still owes something, submitted or supplied with any issue of the licence. */
    private static final String FLAG = """
            with touched as (
                select distinct on (c.id) c.id, c.version, m.material
                from licence_version v join case_material m on m.material = v.material join cases c on c.id = m.case_id
                where v.licence = $1 and c.state in ('submitted', 'received', 'correctionRequested', 'accepted', 'inReview', 'suspended',
                    'decided', 'resultReady')
                order by c.id
            ), flagged as (
                insert into case_licence_flag (case_id, licence, number, material, flagged_at)
                select id, $1, $2, material, $3 from touched
                returning case_id
            )
            insert into outbox (topic, key, version, payload, created_at, due_at)
            select 'licence.caseFlagged', t.id, t.version, $4, $3, $3 from touched t join flagged f on f.case_id = t.id order by t.id
            """;

    /** Applied for in time and not decided yet. */
    private static final String RENEWAL = """
            select id from cases
            where subject = $1 and implementation_code = any($2::text[]) and submitted_at < $3
              and state in ('submitted', 'received', 'correctionRequested', 'accepted', 'inReview', 'suspended')
            order by id limit 1
            """;

    private static final String NEWEST_CODE = """
            select number, verification_code from licence_version
            where licence = $1 and verification_code is not null order by number desc limit 1
            """;

    private static final String FLAGS = """
            select f.licence, f.number, f.material, f.flagged_at, v.identifier, v.state, v.reason, l.state as state_now, l.material_type, l.name_zh,
                   l.name_en
            from cases c join case_licence_flag f on f.case_id = c.id
                 join licence_version v on v.licence = f.licence and v.number = f.number join licence l on l.id = f.licence
            where c.id = $4 and %s order by f.flagged_at, f.licence
            """.formatted(CaseAccess.PREDICATE);

    /** Whose newest issue is the case's: a later one rests on the later case. */
    private static final String ISSUED_BY = """
            select v.licence from licence_version v
            where v.source_case = $1 and v.verification_code is not null and not exists (
                select from licence_version later
                where later.licence = v.licence and later.number > v.number and later.verification_code is not null)
            """;

    private static final String HOLDER_OF_CASE =
            "select l.holder from licence_version v join licence l on l.id = v.licence where v.source_case = $1 limit 1";

    private final Pool pool;
    private final PersonalCipher cipher;

    Licences(Pool pool, PersonalCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    /**
     * A version to be added.
     *
     * @param what word of the outbox topic {@code licence.<what>} and of the audit
     */
    record Link(
            LicenceVersion version,
            Optional<UUID> actor,
            UUID material,
            Optional<VerificationCode> code,
            Optional<SealedPaper> paper,
            String what,
            String requestId) {}

    /** The holder's own, or one issued by a department of the caller's. */
    Uni<Licence> get(UUID id, @Nullable UUID holder, Set<String> departments) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id, holder, departments.toArray(String[]::new)))
                .map(this::single);
    }

    /** Whoever's it is: for those who have said what for. */
    Uni<Licence> find(LicenceIdentifier identifier) {
        return pool.preparedQuery(FIND_BY_IDENTIFIER)
                .execute(Tuple.of(identifier.toString()))
                .map(this::single);
    }

    Uni<Licence> find(SqlClient client, UUID id) {
        return client.preparedQuery(FIND_ANY).execute(Tuple.of(id)).map(this::single);
    }

    Uni<List<LicenceSummary>> list(UUID holder, Optional<UUID> after, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(holder, after.orElse(null), limit))
                .map(Licences::summaries);
    }

    /**
     * A licence with its newest issue.
     *
     * @param code of the issue's document
     */
    record Issue(Licence licence, LicenceVersion version, VerificationCode code) {}

    Uni<Issue> ownIssue(UUID id, UUID holder) {
        return get(id, holder, Set.of()).chain(licence -> pool.preparedQuery(NEWEST_CODE)
                .execute(Tuple.of(id))
                .map(rows -> issue(licence, rows.iterator().next())));
    }

    private static Issue issue(Licence licence, Row row) {
        return new Issue(
                licence,
                licence.chain().versions().get(row.getInteger("number") - 1),
                new VerificationCode(row.getString("verification_code")));
    }

    /** What has happened to licences an open case was submitted with, for those who may see the case. */
    Uni<List<LicenceFlag>> flags(UUID caseId, CaseAccess access) {
        return pool.preparedQuery(FLAGS)
                .execute(access.values().addValue(caseId))
                .map(Licences::flags);
    }

    /** Nobody else changes it until the transaction ends. */
    Uni<Licence> lock(SqlConnection transaction, UUID id, Optional<Set<String>> departments) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(
                        id, departments.isEmpty(), departments.orElse(Set.of()).toArray(String[]::new)))
                .invoke(rows -> checkFound(rows))
                .chain(() -> find(transaction, id));
    }

    private static void checkFound(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.LICENCE_NOT_FOUND);
        }
    }

    /** Issues to one holder of one type follow one another. */
    Uni<Void> queue(SqlConnection transaction, String name) {
        return transaction.preparedQuery(QUEUE).execute(Tuple.of(name)).replaceWithVoid();
    }

    /** @param isOnlyOne whether a holder has one of this type */
    Uni<Optional<Licence>> predecessor(
            SqlConnection transaction,
            UUID holder,
            String materialType,
            String issuer,
            boolean isOnlyOne,
            UUID caseId) {
        return transaction
                .preparedQuery(PREDECESSOR)
                .execute(Tuple.of(holder, materialType, issuer, isOnlyOne, caseId))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.<Licence>empty())
                        : find(transaction, rows.iterator().next().getUUID("id"))
                                .map(Optional::of));
    }

    /** The type's code, allotted when the body has none for it yet. */
    Uni<String> typeCode(SqlConnection transaction, String definer, String materialType) {
        return findType(transaction, definer, materialType)
                .chain(found -> found.map(code -> Uni.createFrom().item(code)).orElseGet(() -> queue(
                                transaction, "licence type:" + definer)
                        .chain(() -> findType(transaction, definer, materialType))
                        .chain(again -> again.map(code -> Uni.createFrom().item(code))
                                .orElseGet(() -> addType(transaction, definer, materialType)))));
    }

    private static Uni<Optional<String>> findType(SqlConnection transaction, String definer, String materialType) {
        return transaction
                .preparedQuery(FIND_TYPE)
                .execute(Tuple.of(definer, materialType))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("code")));
    }

    private Uni<String> addType(SqlConnection transaction, String definer, String materialType) {
        return next(transaction, definer, 0).chain(number -> {
            var code = definer + "%03d".formatted(number);
            return transaction
                    .preparedQuery(ADD_TYPE)
                    .execute(Tuple.of(code, definer, (short) (int) number, materialType))
                    .replaceWith(code);
        });
    }

    /** The issuer's next number of the year: year and six digits. */
    Uni<String> serial(SqlConnection transaction, String typeCode, String issuer, int year) {
        return next(transaction, typeCode + "." + issuer, year).map(number -> year + "%06d".formatted(number));
    }

    private static Uni<Integer> next(SqlConnection transaction, String scope, int year) {
        return transaction
                .preparedQuery(NEXT)
                .execute(Tuple.of(scope, (short) year))
                .map(rows -> rows.iterator().next().getInteger("last"));
    }

    /** Writes an issue: the first of a licence, or the next of one that is there. */
    Uni<Void> add(SqlConnection transaction, Licence licence, Link link) {
        var version = link.version();
        var values = Tuple.tuple()
                .addValue(licence.id())
                .addValue((short) SubjectId.of(licence.holder()).bucket())
                .addValue(licence.holder())
                .addValue(Buffer.buffer(cipher.encrypt(HOLDER_NAME, licence.id(), licence.holderName())))
                .addValue(licence.materialType())
                .addValue(licence.typeCode())
                .addValue(licence.nameZh())
                .addValue(licence.nameEn())
                .addValue(licence.issuer())
                .addValue(licence.serial())
                .addValue((short) version.number())
                .addValue(version.state().word())
                .addValue(version.validFrom())
                .addValue(version.validUntil().orElse(null))
                .addValue(link.material())
                .addValue(time(version.at()));
        return transaction.preparedQuery(ADD).execute(values).chain(() -> addVersion(transaction, licence, link));
    }

    /** Writes a change of state. */
    Uni<Void> moveOn(SqlConnection transaction, Licence licence, Link link) {
        var version = link.version();
        return transaction
                .preparedQuery(MOVE_ON)
                .execute(Tuple.of(
                        licence.id(),
                        (short) version.number(),
                        version.state().word(),
                        version.validUntil().orElse(null),
                        time(version.at())))
                .chain(() -> addVersion(transaction, licence, link));
    }

    private static Uni<Void> addVersion(SqlConnection transaction, Licence licence, Link link) {
        var version = link.version();
        var values = Tuple.tuple()
                .addValue(licence.id())
                .addValue((short) version.number())
                .addValue(version.identifier())
                .addValue(version.replaces().orElse(null))
                .addValue(version.state().word())
                .addValue(version.description().orElse(null))
                .addValue(version.reason().orElse(null))
                .addValue(version.effectiveFrom())
                .addValue(version.validFrom())
                .addValue(version.validUntil().orElse(null))
                .addValue(time(version.at()))
                .addValue(link.actor().orElse(null))
                .addValue(version.sourceCase().orElse(null))
                .addValue(link.material())
                .addValue(link.code().map(VerificationCode::value).orElse(null))
                .addValue(
                        link.paper().map(paper -> Buffer.buffer(paper.sha256())).orElse(null))
                .addValue(link.paper().map(SealedPaper::seal).orElse(null))
                .addValue("licence." + link.what())
                .addValue(payload(licence, version))
                .addValue("licence." + link.what())
                .addValue(version.reason().orElse(version.description().orElse("")))
                .addValue(link.requestId());
        return transaction.preparedQuery(ADD_VERSION).execute(values).replaceWithVoid();
    }

    private static String payload(Licence licence, LicenceVersion version) {
        return "{\"identifier\":\"" + version.identifier() + "\",\"materialType\":\"" + licence.materialType()
                + "\",\"issuer\":\"" + licence.issuer() + "\",\"state\":\""
                + version.state().word()
                + "\",\"effectiveFrom\":\"" + version.effectiveFrom() + "\"}";
    }

    /** Notes the change at every open case that was submitted with it. */
    Uni<Void> flagOpenCases(SqlConnection transaction, Licence licence, LicenceVersion version) {
        return transaction
                .preparedQuery(FLAG)
                .execute(
                        Tuple.of(licence.id(), (short) version.number(), time(version.at()), payload(licence, version)))
                .replaceWithVoid();
    }

    /** The case that asks for its renewal, if it was submitted before the moment and nothing has been decided. */
    Uni<Optional<UUID>> openRenewal(
            SqlConnection transaction, UUID holder, List<String> implementationCodes, Instant submittedBefore) {
        return transaction
                .preparedQuery(RENEWAL)
                .execute(Tuple.of(holder, implementationCodes.toArray(String[]::new), time(submittedBefore)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("id")));
    }

    /** The licence that rests on a case. */
    Uni<Optional<UUID>> issuedBy(SqlConnection transaction, UUID caseId) {
        return transaction
                .preparedQuery(ISSUED_BY)
                .execute(Tuple.of(caseId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("licence")));
    }

    /** Whose space a case has put a licence into. */
    Uni<Optional<UUID>> holderOfResult(UUID caseId) {
        return pool.preparedQuery(HOLDER_OF_CASE)
                .execute(Tuple.of(caseId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getUUID("holder")));
    }

    private static OffsetDateTime time(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private Licence single(RowSet<Row> rows) {
        checkFound(rows);
        var row = rows.iterator().next();
        var id = row.getUUID("id");
        return new Licence(
                id,
                row.getUUID("holder"),
                cipher.decrypt(HOLDER_NAME, id, row.getBuffer("holder_name").getBytes()),
                row.getString("material_type"),
                row.getString("type_code"),
                row.getString("name_zh"),
                row.getString("name_en"),
                row.getString("issuer"),
                row.getString("serial"),
                row.getUUID("material"),
                chain((JsonArray) row.getJson("versions")));
    }

    private static LicenceChain chain(JsonArray rows) {
        var versions = new ArrayList<LicenceVersion>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            versions.add(version(rows.getJsonArray(i)));
        }
        return new LicenceChain(versions);
    }

    private static LicenceVersion version(JsonArray row) {
        return new LicenceVersion(
                row.getInteger(0),
                row.getString(1),
                Optional.ofNullable(row.getString(2)),
                LicenceState.ofWord(row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                LocalDate.parse(row.getString(6)),
                LocalDate.parse(row.getString(7)),
                Optional.ofNullable(row.getString(8)).map(LocalDate::parse),
                OffsetDateTime.parse(row.getString(9)).toInstant(),
                Optional.ofNullable(row.getString(10)).map(UUID::fromString));
    }

    private static List<LicenceFlag> flags(RowSet<Row> rows) {
        var all = new ArrayList<LicenceFlag>(rows.size());
        for (var row : rows) {
            all.add(new LicenceFlag(
                    row.getUUID("licence"),
                    row.getString("identifier"),
                    row.getString("material_type"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    LicenceState.ofWord(row.getString("state")),
                    LicenceState.ofWord(row.getString("state_now")),
                    Optional.ofNullable(row.getString("reason")),
                    row.getUUID("material"),
                    row.getOffsetDateTime("flagged_at").toInstant()));
        }
        return List.copyOf(all);
    }

    private static List<LicenceSummary> summaries(RowSet<Row> rows) {
        var all = new ArrayList<LicenceSummary>(rows.size());
        for (var row : rows) {
            all.add(new LicenceSummary(
                    row.getUUID("id"),
                    row.getInteger("version"),
                    row.getString("material_type"),
                    row.getString("name_zh"),
                    row.getString("name_en"),
                    row.getString("issuer"),
                    LicenceState.ofWord(row.getString("state")),
                    row.getLocalDate("valid_from"),
                    Optional.ofNullable(row.getLocalDate("valid_until"))));
        }
        return List.copyOf(all);
    }
}
