package io.yizhan.material;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.catalogue.ReuseClass;
import io.yizhan.platform.http.ProblemAnswer.Language;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an applicant still has to bring for an item.
 *
 * @param asOf the moment it was decided for
 * @param promisedOn when the case would be done if it were accepted then
 */
record MatchView(
        String implementationCode,
        int catalogueVersion,
        Instant asOf,
        LocalDate promisedOn,
        int requiredCount,
        int reusableCount,
        List<RequirementView> requirements) {

    /** One requirement and how it can be met. {@code offered} is best first; with <em>attached</em> the first is used. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record RequirementView(
            String materialType,
            String nameZh,
            String nameEn,
            String necessity,
            Optional<String> conditionZh,
            String form,
            ReuseClass reuseClass,
            Match.Outcome outcome,
            List<CandidateView> offered,
            List<UnusableView> unusable) {
        static RequirementView of(Match match, Language language) {
            var requirement = match.requirement();
            var type = requirement.materialType();
            return new RequirementView(
                    type.code(),
                    type.nameZh(),
                    type.nameEn(),
                    requirement.necessity(),
                    Optional.of(requirement.conditionZh()).filter(condition -> !condition.isEmpty()),
                    requirement.form(),
                    requirement.reuseClass(),
                    match.outcome(),
                    match.usable().stream().map(CandidateView::of).toList(),
                    match.unusable().stream()
                            .map(rejected -> UnusableView.of(rejected, language))
                            .toList());
        }
    }

    /** A held material with its provenance. {@code checkedAtAcceptance}: nobody has compared it with the original yet. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record CandidateView(
            UUID materialId,
            int version,
            int edition,
            TrustGrade trustGrade,
            String issuer,
            Optional<LocalDate> issuedOn,
            Optional<LocalDate> validUntil,
            Optional<UUID> sourceCase,
            Optional<Instant> handedInAt,
            boolean confirmedAtWindow,
            boolean checkedAtAcceptance) {
        static CandidateView of(HeldMaterial held) {
            return new CandidateView(
                    held.id(),
                    held.version(),
                    held.edition(),
                    held.grade(),
                    held.issuer(),
                    held.issuedOn(),
                    held.validUntil(),
                    held.sourceCase(),
                    held.handedInAt(),
                    held.confirmedBy().isPresent(),
                    held.grade() == TrustGrade.D);
        }
    }

    record UnusableView(CandidateView material, Unusable reason, String reasonText) {
        static UnusableView of(Match.Rejected rejected, Language language) {
            return new UnusableView(
                    CandidateView.of(rejected.candidate()),
                    rejected.reason(),
                    language.pick(rejected.reason().text()));
        }
    }

    /** Everything but the requirements. */
    static MatchView head(MatchMaterials.Application application, List<Match> matches) {
        return new MatchView(
                application.item().implementationCode(),
                application.catalogue().version().number(),
                application.moment(),
                application.promisedOn(),
                (int) matches.stream()
                        .filter(match -> match.requirement().necessity().equals("required"))
                        .count(),
                (int) matches.stream()
                        .filter(match -> match.outcome() != Match.Outcome.SUPPLY)
                        .count(),
                List.of());
    }
}
