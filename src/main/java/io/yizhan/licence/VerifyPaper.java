package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.catalogue.Department;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.Seals;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;

/** Tells of a paper by the code on it, from the library as it stands now. */
@Singleton
final class VerifyPaper {
    private static final String FIND = """
            select v.licence, v.number, v.sha256, v.seal,
                   not exists (select from licence_version later where later.licence = v.licence and later.number > v.number
                       and later.verification_code is not null) as is_newest
            from licence_version v where v.verification_code = $1
            """;

    private final Pool pool;
    private final Licences licences;
    private final CaseDocuments documents;
    private final Seals seals;
    private final PublishedCatalogue catalogue;
    private final Clock clock;

    VerifyPaper(
            Pool pool,
            Licences licences,
            CaseDocuments documents,
            Seals seals,
            PublishedCatalogue catalogue,
            Clock clock) {
        this.pool = pool;
        this.licences = licences;
        this.documents = documents;
        this.seals = seals;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    Uni<Optional<Verification>> verify(VerificationCode code) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(code.value()))
                .chain(rows -> rows.size() == 0
                        ? document(code)
                        : licence(rows.iterator().next()).map(Optional::of));
    }

    private Uni<Verification> licence(Row row) {
        return licences.find(pool, row.getUUID("licence")).map(licence -> licence(licence, row));
    }

    private Verification licence(Licence licence, Row row) {
        var version = licence.chain().versions().get(row.getInteger("number") - 1);
        var newest = licence.chain().newest();
        var sha256 = row.getBuffer("sha256").getBytes();
        var verdict = seals.verify(row.getString("seal"), SealedPaper.statement(version.identifier(), sha256));
        return new Verification(
                "licence",
                version.identifier(),
                licence.nameZh(),
                licence.nameEn(),
                licence.issuer(),
                issuer(licence.issuer()).map(Department::nameZh),
                issuer(licence.issuer()).map(Department::nameEn),
                version.effectiveFrom(),
                verdict == Seals.Verdict.RIGHT,
                Verification.word(verdict),
                HexFormat.of().formatHex(sha256),
                Optional.of(row.getBoolean("is_newest")),
                Optional.of(licence.chain().isValidOn(LocalDate.now(clock))),
                Optional.of(newest.state()),
                Optional.of(newest.state().text().zh()),
                Optional.of(newest.validFrom()),
                newest.validUntil());
    }

    private Uni<Optional<Verification>> document(VerificationCode code) {
        return documents.find(code).map(found -> found.flatMap(this::document));
    }

    /** Nobody has a paper that has not been printed yet. */
    private Optional<Verification> document(CaseDocument document) {
        return document.seal().map(seal -> document(document, seal));
    }

    private Verification document(CaseDocument document, CaseDocument.Seal seal) {
        var data = document.data();
        var title = DocumentText.title(data);
        var verdict = seals.verify(seal.jws(), SealedPaper.statement(data.number(), seal.sha256()));
        return new Verification(
                "document",
                data.number(),
                title.zh(),
                title.en(),
                data.department(),
                Optional.of(data.departmentNameZh()),
                Optional.of(data.departmentNameEn()),
                data.dated(),
                verdict == Seals.Verdict.RIGHT,
                Verification.word(verdict),
                HexFormat.of().formatHex(seal.sha256()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<Department> issuer(String code) {
        return catalogue.get().findDepartment(code);
    }
}
