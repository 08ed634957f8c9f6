package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a document says, as data: everything but the applicant's name.
 *
 * @param number department's letters, kind's letters, year and six digits
 * @param dated the date on the document
 * @param outcome what was done: accepted, acceptedBySilence, notAccepted, transferred, correctionRequested, extended, suspended,
 *     granted or refused
 * @param queryNumber to follow the case by
 * @param legalBasis of the item
 * @param reason in the officer's words; for a transfer the competent authority
 * @param since from when acceptance counts
 * @param dueOn when the case is due by the hall's promise
 * @param defects all of them, of a correction notice
 * @param supplyBy the last day for corrections
 * @param owed what may follow after acceptance, and until when
 * @param days working days of an extension
 * @param procedureZh the procedure that stops the clock
 * @param estimatedUntil how long it is expected to take
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record DocumentData(
        DocumentKind kind,
        String number,
        LocalDate dated,
        String outcome,
        String officialNumber,
        String queryNumber,
        String implementationCode,
        String itemNameZh,
        String itemNameEn,
        boolean isLicensing,
        String department,
        String departmentNameZh,
        String departmentNameEn,
        LocalDate submittedOn,
        List<String> legalBasis,
        Optional<String> reason,
        Optional<LocalDate> since,
        Optional<LocalDate> dueOn,
        Optional<LocalDate> statutoryDueOn,
        List<Defect> defects,
        Optional<LocalDate> supplyBy,
        List<OwedMaterial> owed,
        Optional<Integer> days,
        Optional<String> procedureZh,
        Optional<String> procedureEn,
        Optional<LocalDate> estimatedUntil) {

    /** @param about {@code material:<type>} or {@code form:<field>} */
    record Defect(String about, String nameZh, String reason) {}

    record OwedMaterial(String materialType, String nameZh, LocalDate dueOn) {}
}
