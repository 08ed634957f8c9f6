package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.casework.Acceptance;
import io.yizhan.casework.CaseChange;
import io.yizhan.casework.CaseFile;
import io.yizhan.casework.CaseStop;
import io.yizhan.casework.CaseWitness;
import io.yizhan.casework.Correction;
import io.yizhan.casework.LimitExtension;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Department;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.ItemType;
import io.yizhan.catalogue.MaterialType;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.licence.DocumentData.Defect;
import io.yizhan.licence.DocumentData.OwedMaterial;
import io.yizhan.platform.HallClock;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Writes the document a move calls for, with its number, in the transaction of that move. It is printed and sealed when it is first
 * asked for, so that no case waits for a printer.
 */
@Singleton
final class WriteDocuments implements CaseWitness {
    private final CaseDocuments documents;
    private final PublishedCatalogue catalogue;

    WriteDocuments(CaseDocuments documents, PublishedCatalogue catalogue) {
        this.documents = documents;
        this.catalogue = catalogue;
    }

    @Override
    public Uni<Void> moved(SqlConnection transaction, CaseChange change) {
        return DocumentKind.of(change)
                .map(kind -> write(transaction, change, kind))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> write(SqlConnection transaction, CaseChange change, DocumentKind kind) {
        var file = change.after();
        var department = file.head().department();
        var dated = day(change.at());
        return documents
                .reason(transaction, file.id(), file.version())
                .chain(reason -> documents
                        .next(transaction, department, kind, dated.getYear())
                        .map(last -> data(change, kind, number(department, kind, dated.getYear(), last), reason)))
                .chain(data -> documents.add(transaction, file.id(), file.version(), data, change.at()));
    }

    /** Department's letters, kind's letters, year and six digits, such as {@code GAJ-SL-2026-000001}. */
    private String number(String department, DocumentKind kind, int year, int last) {
        var letters = catalogue
                .get()
                .findDepartment(department)
                .map(Department::shortCode)
                .orElse(department);
        return "%s-%s-%d-%06d".formatted(letters, kind.letters(), year, last);
    }

    private DocumentData data(CaseChange change, DocumentKind kind, String number, Optional<String> reason) {
        var now = catalogue.get();
        var file = change.after();
        var head = file.head();
        var item = now.findItem(head.implementationCode());
        var department = now.findDepartment(head.department());
        var extension = only(kind == DocumentKind.EXTENSION_NOTICE, file.extension());
        var stop = only(kind == DocumentKind.SUSPENSION_NOTICE, file.runningStop());
        var acceptance = only(kind == DocumentKind.ACCEPTANCE_NOTICE, file.acceptance());
        var correction = only(kind == DocumentKind.CORRECTION_NOTICE, newest(file.corrections()));
        return new DocumentData(
                kind,
                number,
                day(change.at()),
                change.move().happened(),
                head.officialNumber(),
                head.queryNumber().printed(),
                head.implementationCode(),
                item.map(Item::nameZh).orElse(head.implementationCode()),
                item.map(Item::nameEn).orElse(head.implementationCode()),
                item.map(Item::type).orElse(ItemType.LICENSING) == ItemType.LICENSING,
                head.department(),
                department.map(Department::nameZh).orElse(head.department()),
                department.map(Department::nameEn).orElse(head.department()),
                day(head.submittedAt()),
                kind == DocumentKind.DECISION ? item.map(Item::legalBasisZh).orElse(List.of()) : List.of(),
                reason.or(() -> extension.map(LimitExtension::reason)).or(() -> stop.map(CaseStop::reason)),
                acceptance.map(Acceptance::at).map(WriteDocuments::day),
                only(acceptance.isPresent() || extension.isPresent(), file.due().on()),
                only(acceptance.isPresent(), file.due().statutoryOn()),
                correction.map(found -> defects(found, now)).orElse(List.of()),
                correction.map(Correction::supplyBy),
                acceptance.map(found -> owed(file, now)).orElse(List.of()),
                extension.map(LimitExtension::days),
                stop.flatMap(CaseStop::procedure)
                        .map(procedure -> procedure.text().zh()),
                stop.flatMap(CaseStop::procedure)
                        .map(procedure -> procedure.text().en()),
                stop.flatMap(CaseStop::estimatedUntil));
    }

    private static <T> Optional<T> only(boolean isWanted, Optional<T> value) {
        return isWanted ? value : Optional.empty();
    }

    private static Optional<Correction> newest(List<Correction> corrections) {
        return corrections.isEmpty() ? Optional.empty() : Optional.of(corrections.get(corrections.size() - 1));
    }

    private static List<Defect> defects(Correction correction, Catalogue catalogue) {
        return correction.defects().stream()
                .map(defect -> new Defect(defect.about(), name(defect.about(), catalogue), defect.reason()))
                .toList();
    }

    private static String name(String about, Catalogue catalogue) {
        var material = "material:";
        return about.startsWith(material) ? materialName(about.substring(material.length()), catalogue) : "表单内容";
    }

    private static List<OwedMaterial> owed(CaseFile file, Catalogue catalogue) {
        return file.owed().stream()
                .map(owed -> new OwedMaterial(
                        owed.materialType(), materialName(owed.materialType(), catalogue), owed.dueOn()))
                .toList();
    }

    private static String materialName(String type, Catalogue catalogue) {
        return catalogue.findMaterialType(type).map(MaterialType::nameZh).orElse(type);
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, HallClock.BUSINESS_ZONE);
    }
}
