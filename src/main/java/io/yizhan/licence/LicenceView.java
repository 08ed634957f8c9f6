package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Department;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * A licence as its holder sees it, and staff who have said what for.
 *
 * @param identifier of the newest version (GB/T 36904)
 * @param version number of the newest version; the entity tag
 * @param isValid whether it is valid today
 * @param materialId as which material it may be used again
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LicenceView(
        UUID id,
        String identifier,
        int version,
        String materialType,
        String nameZh,
        String nameEn,
        String holderName,
        String issuer,
        Optional<String> issuerNameZh,
        Optional<String> issuerNameEn,
        LicenceState state,
        String stateZh,
        String stateEn,
        Optional<String> description,
        LocalDate validFrom,
        Optional<LocalDate> validUntil,
        boolean isValid,
        UUID materialId) {

    static LicenceView of(Licence licence, LocalDate today, Catalogue catalogue) {
        var newest = licence.chain().newest();
        var issuer = catalogue.findDepartment(licence.issuer());
        return new LicenceView(
                licence.id(),
                newest.identifier(),
                newest.number(),
                licence.materialType(),
                licence.nameZh(),
                licence.nameEn(),
                licence.holderName(),
                licence.issuer(),
                issuer.map(Department::nameZh),
                issuer.map(Department::nameEn),
                newest.state(),
                newest.state().text().zh(),
                newest.state().text().en(),
                newest.description(),
                newest.validFrom(),
                newest.validUntil(),
                licence.chain().isValidOn(today),
                licence.material());
    }

    @Override
    public String toString() {
        return "licence " + id;
    }
}
