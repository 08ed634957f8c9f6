package io.yizhan.licence;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.yizhan.catalogue.Department;
import io.yizhan.catalogue.MaterialType;
import io.yizhan.identity.Subject;
import io.yizhan.identity.SubjectId;
import io.yizhan.identity.Subjects;
import io.yizhan.material.IssuedMaterials;
import io.yizhan.material.TrustGrade;
import io.yizhan.platform.HallClock;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Issues a licence: in one transaction the number, the version in the chain, the sealed document, and the material by which its holder
 * uses it again, in place of the earlier one.
 */
@Singleton
final class IssueLicence {
    private static final String PDF = "application/pdf";

    private final Licences licences;
    private final Subjects subjects;
    private final IssuedMaterials materials;
    private final Papers papers;
    private final LicenceConfig config;

    IssueLicence(Licences licences, Subjects subjects, IssuedMaterials materials, Papers papers, LicenceConfig config) {
        this.licences = licences;
        this.subjects = subjects;
        this.materials = materials;
        this.papers = papers;
        this.config = config;
    }

    /**
     * What was granted.
     *
     * @param name of the licence, as the item calls its result
     * @param by who made the result ready
     */
    record Granted(
            UUID caseId,
            String officialNumber,
            SubjectId holder,
            MaterialType type,
            String name,
            Department issuer,
            UUID by,
            Instant at,
            String requestId) {
        LocalDate day() {
            return LocalDate.ofInstant(at, HallClock.BUSINESS_ZONE);
        }

        /** The body that defines the type; the department itself where the catalogue names none. */
        String definer() {
            return type.issuer().orElse(issuer.code());
        }
    }

    /** The licence that is to be, before it is printed. */
    private record Prepared(
            Granted granted, Licence licence, LicenceVersion version, Optional<UUID> replacedMaterial) {}

    /** The licence's id. */
    Uni<UUID> issue(SqlConnection transaction, Granted granted) {
        return licences.queue(
                        transaction,
                        "licence:" + granted.holder() + granted.type().code())
                .chain(() -> subjects.get(transaction, granted.holder()))
                .chain(holder -> prepare(transaction, granted, holder))
                .chain(prepared -> printAndWrite(transaction, prepared));
    }

    private boolean isOnlyOne(MaterialType type) {
        return !config.several().orElse(Set.of()).contains(type.code());
    }

    private Uni<Prepared> prepare(SqlConnection transaction, Granted granted, Subject holder) {
        return licences.predecessor(
                        transaction,
                        granted.holder().value(),
                        granted.type().code(),
                        granted.issuer().code(),
                        isOnlyOne(granted.type()),
                        granted.caseId())
                .chain(found -> found.filter(
                                earlier -> earlier.chain().newest().number() < LicenceIdentifier.LAST_VERSION)
                        .map(earlier -> Uni.createFrom().item(next(granted, holder, earlier)))
                        .orElseGet(() -> first(transaction, granted, holder)));
    }

    private Uni<Prepared> first(SqlConnection transaction, Granted granted, Subject holder) {
        var year = granted.day().getYear();
        return licences.typeCode(transaction, granted.definer(), granted.type().code())
                .chain(code -> licences.serial(
                                transaction, code, granted.issuer().code(), year)
                        .map(serial -> first(granted, holder, code, serial)));
    }

    private static Prepared first(Granted granted, Subject holder, String typeCode, String serial) {
        var identifier = new LicenceIdentifier(typeCode, granted.issuer().code(), serial, 1);
        var version = version(granted, 1, identifier, Optional.empty(), validUntil(granted, Optional.empty()));
        var licence = new Licence(
                UuidCreator.getTimeOrderedEpoch(granted.at()),
                granted.holder().value(),
                holder.name(),
                granted.type().code(),
                typeCode,
                granted.name(),
                granted.type().nameEn(),
                granted.issuer().code(),
                serial,
                UuidCreator.getTimeOrderedEpoch(granted.at()),
                new LicenceChain(List.of(version)));
        return new Prepared(granted, licence, version, Optional.empty());
    }

    private static Prepared next(Granted granted, Subject holder, Licence earlier) {
        var identifier = earlier.nextIdentifier();
        var newest = earlier.chain().newest();
        var version = version(
                granted,
                identifier.version(),
                identifier,
                Optional.of(newest.identifier()),
                renewedUntil(granted, earlier.chain()));
        var licence = new Licence(
                earlier.id(),
                earlier.holder(),
                holder.name(),
                earlier.materialType(),
                earlier.typeCode(),
                granted.name(),
                granted.type().nameEn(),
                earlier.issuer(),
                earlier.serial(),
                UuidCreator.getTimeOrderedEpoch(granted.at()),
                earlier.chain());
        return new Prepared(granted, licence, version, Optional.of(earlier.material()));
    }

    private static LicenceVersion version(
            Granted granted,
            int number,
            LicenceIdentifier identifier,
            Optional<String> replaces,
            Optional<LocalDate> validUntil) {
        return new LicenceVersion(
                number,
                identifier.toString(),
                replaces,
                LicenceState.VALID,
                Optional.empty(),
                Optional.empty(),
                granted.day(),
                granted.day(),
                validUntil,
                granted.at(),
                Optional.of(granted.caseId()));
    }

    /** The law may have renewed it for this very case before it was decided. */
    private static Optional<LocalDate> renewedUntil(Granted granted, LicenceChain earlier) {
        var isRenewed = earlier.versions().stream()
                .anyMatch(version -> version.sourceCase().equals(Optional.of(granted.caseId())));
        var until = earlier.newest().validUntil();
        return isRenewed ? until : validUntil(granted, until);
    }

    /** The type's months from today, or from the day after the earlier one would have run out. */
    private static Optional<LocalDate> validUntil(Granted granted, Optional<LocalDate> earlierUntil) {
        var months = granted.type().defaultValidityMonths();
        if (months.isEmpty()) {
            return Optional.empty();
        }
        var from = earlierUntil
                .map(last -> last.plusDays(1))
                .filter(next -> next.isAfter(granted.day()))
                .orElse(granted.day());
        return Optional.of(from.plusMonths(months.getAsInt()).minusDays(1));
    }

    private Uni<UUID> printAndWrite(SqlConnection transaction, Prepared prepared) {
        var code = VerificationCode.random();
        return papers.printSealed(
                        paper(prepared, code).original(), prepared.version().identifier())
                .call(paper -> materials.store(paper.sha256(), paper.content()))
                .chain(paper -> write(transaction, prepared, code, paper))
                .replaceWith(prepared.licence().id());
    }

    private LicencePaper paper(Prepared prepared, VerificationCode code) {
        var granted = prepared.granted();
        return new LicencePaper(
                prepared.version().identifier(),
                granted.name(),
                granted.type().nameEn(),
                prepared.licence().holderName(),
                granted.issuer().nameZh(),
                granted.issuer().nameEn(),
                prepared.licence().serial(),
                granted.day(),
                prepared.version().validFrom(),
                prepared.version().validUntil(),
                Optional.of(granted.officialNumber()),
                code,
                config.publicAddress(),
                granted.at());
    }

    private Uni<Void> write(SqlConnection transaction, Prepared prepared, VerificationCode code, SealedPaper paper) {
        var granted = prepared.granted();
        var licence = prepared.licence();
        var link = new Licences.Link(
                prepared.version(),
                Optional.of(granted.by()),
                licence.material(),
                Optional.of(code),
                Optional.of(paper),
                "issued",
                granted.requestId());
        return materials
                .issue(transaction, material(prepared, paper))
                .chain(() -> licences.add(transaction, licence, link))
                .chain(() -> LicenceExpiry.set(
                        transaction, licence.id(), prepared.version().validUntil()));
    }

    private IssuedMaterials.Issue material(Prepared prepared, SealedPaper paper) {
        var granted = prepared.granted();
        return new IssuedMaterials.Issue(
                prepared.licence().material(),
                granted.holder().value(),
                granted.holder().bucket(),
                granted.type().code(),
                TrustGrade.A,
                granted.issuer().nameZh(),
                granted.day(),
                prepared.version().validFrom(),
                prepared.version().validUntil(),
                paper.sha256(),
                paper.content().length,
                PDF,
                prepared.replacedMaterial(),
                isOnlyOne(granted.type()),
                granted.by(),
                granted.caseId(),
                granted.at());
    }
}
