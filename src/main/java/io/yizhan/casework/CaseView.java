package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A case as its owner, and staff who handle it, see it. */
public record CaseView(
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
        List<Happening> events,
        CaseWork work) {

    /**
     * Something that has happened to it.
     *
     * @param state where it led
     * @param effectiveAt from when it counts, if that is not when it was recorded
     * @param reason in the words of who did it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Happening(
            int seq,
            String kind,
            String zh,
            String en,
            CaseState state,
            Instant at,
            Optional<Instant> effectiveAt,
            Optional<String> windowNumber,
            Optional<String> reason) {}

    /** A material as it was when the case was submitted. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record CaseMaterial(
            String materialType,
            UUID materialId,
            int materialVersion,
            String reuseClass,
            String manner,
            Optional<LocalDate> validUntil,
            Optional<UUID> sourceCase,
            boolean confirmedAtWindow) {}
}
