package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.casework.CaseStanding.CaseEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A case as its owner sees it. */
record CaseView(
        UUID id,
        String officialNumber,
        String queryNumber,
        String printedQueryNumber,
        String implementationCode,
        Optional<String> itemNameZh,
        Optional<String> itemNameEn,
        CaseState state,
        int version,
        String channel,
        Instant submittedAt,
        LocalDate promisedOn,
        boolean isProvisional,
        Instant changedAt,
        List<FormField> form,
        List<CaseMaterial> materials,
        List<CaseEvent> events) {

    /** A material as it was when the case was submitted. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record CaseMaterial(
            String materialType,
            UUID materialId,
            int materialVersion,
            String reuseClass,
            String manner,
            Optional<LocalDate> validUntil,
            Optional<UUID> sourceCase,
            boolean confirmedAtWindow) {}
}
