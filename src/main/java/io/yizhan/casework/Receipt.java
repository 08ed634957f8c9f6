package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.casework.UsedMaterial.Manner;
import io.yizhan.catalogue.ReuseClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an applicant holds in hand after submitting.
 *
 * @param officialNumber 43 characters: implementation code, business date, daily sequence
 * @param queryNumber the short number to follow the case by
 * @param printedQueryNumber the same in groups, as on paper
 * @param qr what the QR code on the receipt holds
 * @param promisedOn the promised date if the case is accepted today
 * @param isProvisional the promised date lies in a year whose holidays are not announced yet
 * @param bringAlong materials to bring to the window on paper
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Receipt(
        UUID id,
        String officialNumber,
        String queryNumber,
        String printedQueryNumber,
        String qr,
        String implementationCode,
        String itemNameZh,
        String itemNameEn,
        CaseState state,
        int version,
        Instant submittedAt,
        LocalDate promisedOn,
        boolean isProvisional,
        int reusedCount,
        List<ReceiptMaterial> materials,
        List<PaperToBring> bringAlong) {

    /** A material the case was submitted with. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ReceiptMaterial(
            String materialType,
            String nameZh,
            String nameEn,
            UUID materialId,
            ReuseClass reuseClass,
            Manner manner,
            Optional<UUID> sourceCase) {
        static ReceiptMaterial of(UsedMaterial used) {
            var type = used.requirement().materialType();
            return new ReceiptMaterial(
                    type.code(),
                    type.nameZh(),
                    type.nameEn(),
                    used.material().id(),
                    used.requirement().reuseClass(),
                    used.manner(),
                    used.material().sourceCase());
        }
    }
}
