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
    private static final String ISSUE = """
            select v.licence, v.number, v.sha256, v.seal,
                   not exists (select from licence_version later where later.licence = v.licence and later.number > v.number
                       and later.verification_code is not null) as is_newest
            from licence_version v
            """;
    private static final String FIND = ISSUE + "where v.verification_code = $1";
    private static final String FIND_COPIED = ISSUE + "where v.licence = $1 and v.number = $2";

    private final Pool pool;
    private final Licences licences;
    private final LicenceUses uses;
    private final CaseDocuments documents;
    private final Seals seals;
    private final PublishedCatalogue catalogue;
    private final Clock clock;

    VerifyPaper(
            Pool pool,
            Licences licences,
            LicenceUses uses,
            CaseDocuments documents,
            Seals seals,
            PublishedCatalogue catalogue,
            Clock clock) {
        this.pool = pool;
        this.licences = licences;
        this.uses = uses;
        this.documents = documents;
        this.seals = seals;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    Uni<Optional<Verification>> verify(VerificationCode code) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(code.value()))
                .chain(rows -> rows.size() == 0
                        ? uses.find(code)
                                .chain(copy -> copy.map(found -> copied(found).map(Optional::of))
                                        .orElseGet(() -> document(code)))
                        : licence(rows.iterator().next(), Optional.empty()).map(Optional::of));
    }

    /** A copy is worth what the issue it shows is worth, until its day. */
    private Uni<Verification> copied(LicenceCopy copy) {
        return pool.preparedQuery(FIND_COPIED)
                .execute(Tuple.of(copy.licenceId(), (short) copy.version()))
                .chain(rows -> licence(rows.iterator().next(), Optional.of(copy)));
    }

    private Uni<Verification> licence(Row row, Optional<LicenceCopy> copy) {
        return licences.find(pool, row.getUUID("licence")).map(licence -> licence(licence, row, copy));
    }

    private Verification licence(Licence licence, Row row, Optional<LicenceCopy> copy) {
        var today = LocalDate.now(clock);
        var isGood = copy.map(found -> !found.until().isBefore(today)).orElse(true);
        var version = licence.chain().versions().get(row.getInteger("number") - 1);
        var newest = licence.chain().newest();
        var sha256 = row.getBuffer("sha256").getBytes();
        var verdict = seals.verify(row.getString("seal"), SealedPaper.statement(version.identifier(), sha256));
        return new Verification(
                copy.isPresent() ? "copy" : "licence",
                version.identifier(),
                licence.nameZh(),
                licence.nameEn(),
                licence.issuer(),
                issuer(licence.issuer()).map(Department::nameZh),
                issuer(licence.issuer()).map(Department::nameEn),
                version.effectiveFrom(),
                verdict == Seals.Verdict.RIGHT,
                Verification.word(verdict),
                copy.isPresent() ? Optional.empty() : Optional.of(HexFormat.of().formatHex(sha256)),
                Optional.of(row.getBoolean("is_newest")),
                Optional.of(isGood && licence.chain().isValidOn(today)),
                Optional.of(newest.state()),
                Optional.of(newest.state().text().zh()),
                Optional.of(newest.validFrom()),
                newest.validUntil(),
                copy.map(LicenceCopy::until));
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
                Optional.of(HexFormat.of().formatHex(seal.sha256())),
                Optional.empty(),
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
