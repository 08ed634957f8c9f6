package io.yizhan.material;

import io.yizhan.catalogue.MaterialType;
import io.yizhan.catalogue.Requirement;
import io.yizhan.catalogue.ReuseClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides which held materials meet which requirements: a pure function of its arguments.
 *
 * <p>The four classes (order 716 of the State Council, article 7, is why reuse is a duty at all):
 *
 * <ul>
 *   <li><b>unconditional</b> — attached by itself;
 *   <li><b>within validity</b> — offered while its validity covers the day;
 *   <li><b>without expiry</b> — offered, to be confirmed unchanged;
 *   <li><b>never</b> — candidates are not even looked at.
 * </ul>
 *
 * Whatever the class, a material of another holder, a revoked, superseded or suspended one, and one below the minimum
 * grade never serves. Among several the newest edition comes first, ties go to the better grade, then to the one handed
 * in last.
 */
public final class Matching {
    private static final Comparator<HeldMaterial> BEST_FIRST = Comparator.comparingInt(HeldMaterial::edition)
            .reversed()
            .thenComparing(HeldMaterial::grade)
            .thenComparing(held -> held.handedInAt().orElse(Instant.EPOCH), Comparator.reverseOrder())
            .thenComparing(HeldMaterial::id);

    private final UUID holder;
    private final LocalDate day;
    private final LocalDate coveredUntil;
    private final ReusePolicy policy;

    private Matching(UUID holder, LocalDate day, LocalDate coveredUntil, ReusePolicy policy) {
        this.holder = holder;
        this.day = day;
        this.coveredUntil = coveredUntil;
        this.policy = policy;
    }

    /**
     * @param holder the principal; someone acting for another is matched with the other's materials, never their own
     * @param day the day of acceptance, in the business zone
     * @param completion the promised day of completion
     */
    public static Matching of(UUID holder, LocalDate day, LocalDate completion, ReusePolicy policy) {
        var lastDay = policy.coversCompletion() ? completion : day;
        return new Matching(holder, day, lastDay.plusDays(policy.marginDays()), policy);
    }

    /** One match for each requirement, in their order. */
    public List<Match> decide(List<Requirement> requirements, List<HeldMaterial> candidates) {
        return requirements.stream()
                .map(requirement -> decide(requirement, candidates))
                .toList();
    }

    private Match decide(Requirement requirement, List<HeldMaterial> candidates) {
        if (requirement.reuseClass() == ReuseClass.NEVER) {
            return new Match(requirement, Match.Outcome.SUPPLY, List.of(), List.of());
        }
        var usable = new ArrayList<HeldMaterial>();
        var unusable = new ArrayList<Match.Rejected>();
        for (var candidate : candidates) {
            if (candidate.materialType().equals(requirement.materialType().code())) {
                whyNot(requirement, candidate)
                        .ifPresentOrElse(
                                reason -> unusable.add(new Match.Rejected(candidate, reason)),
                                () -> usable.add(candidate));
            }
        }
        usable.sort(BEST_FIRST);
        unusable.sort(Comparator.comparing(Match.Rejected::candidate, BEST_FIRST));
        return new Match(
                requirement, outcome(requirement.reuseClass(), usable), List.copyOf(usable), List.copyOf(unusable));
    }

    private static Match.Outcome outcome(ReuseClass reuseClass, List<HeldMaterial> usable) {
        if (usable.isEmpty()) {
            return Match.Outcome.SUPPLY;
        }
        return switch (reuseClass) {
            case UNCONDITIONAL -> Match.Outcome.ATTACHED;
            case WITHIN_VALIDITY -> Match.Outcome.OFFERED;
            case WITHOUT_EXPIRY -> Match.Outcome.OFFERED_TO_CONFIRM;
            case NEVER -> Match.Outcome.SUPPLY;
        };
    }

    private Optional<Unusable> whyNot(Requirement requirement, HeldMaterial candidate) {
        if (!candidate.holder().equals(holder)) {
            return Optional.of(Unusable.WRONG_HOLDER);
        }
        switch (candidate.state()) {
            case REVOKED:
                return Optional.of(Unusable.REVOKED);
            case SUPERSEDED:
                return Optional.of(Unusable.SUPERSEDED);
            case SUSPENDED:
                return Optional.of(Unusable.SUSPENDED);
            case VALID:
                break;
        }
        if (!candidate.grade().isAtLeast(policy.minimumGrade())) {
            return Optional.of(Unusable.GRADE_TOO_LOW);
        }
        return requirement.reuseClass() == ReuseClass.WITHIN_VALIDITY
                ? whyNotCovered(requirement.materialType(), candidate)
                : Optional.empty();
    }

    private Optional<Unusable> whyNotCovered(MaterialType type, HeldMaterial candidate) {
        var until = validUntil(type, candidate);
        if (until.isEmpty()) {
            return Optional.of(Unusable.NO_VALIDITY);
        }
        if (candidate.validFrom().isPresent() && candidate.validFrom().get().isAfter(day)) {
            return Optional.of(Unusable.NOT_YET_VALID);
        }
        if (until.get().isBefore(day)) {
            return Optional.of(Unusable.EXPIRED);
        }
        return until.get().isBefore(coveredUntil) ? Optional.of(Unusable.EXPIRES_TOO_SOON) : Optional.empty();
    }

    /** The last valid day: as stated, else the type's default counted from the date of issue. */
    public static Optional<LocalDate> validUntil(MaterialType type, HeldMaterial candidate) {
        if (candidate.validUntil().isPresent()) {
            return candidate.validUntil();
        }
        if (candidate.issuedOn().isEmpty() || type.defaultValidityMonths().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(candidate
                .issuedOn()
                .get()
                .plusMonths(type.defaultValidityMonths().getAsInt())
                .minusDays(1));
    }
}
