package io.yizhan.material;

import static io.yizhan.material.MatchingFixture.DAY;
import static io.yizhan.material.MatchingFixture.HOLDER;
import static io.yizhan.material.MatchingFixture.candidate;
import static io.yizhan.material.MatchingFixture.requirement;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.catalogue.Requirement;
import io.yizhan.catalogue.ReuseClass;
import io.yizhan.material.Match.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Holds the engine against the rules written down the slow, obvious way, one question at a time. */
class MatchingPropertyTest {
    private static final int CASES = 20_000;
    private static final List<String> TYPES = List.of("IDN001", "IDN007", "LIC003", "FRM001");
    private static final UUID OTHER = UUID.fromString("019a0000-0000-7000-8000-000000000002");

    @Test
    void decidesAsTheRulesSay() {
        long seed = Long.getLong("yizhan.test.seed", System.nanoTime());
        System.out.println("matching property seed " + seed + ": repeat with -Dyizhan.test.seed=" + seed);
        var random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            var policy =
                    new ReusePolicy(random.nextInt(4) * 10, random.nextBoolean(), any(random, TrustGrade.values()));
            var completion = DAY.plusDays(random.nextInt(40));
            var requirements = requirements(random);
            var candidates = candidates(random);

            var matches = Matching.of(HOLDER, DAY, completion, policy).decide(requirements, candidates);

            assertThat(matches).hasSameSizeAs(requirements);
            for (int r = 0; r < matches.size(); r++) {
                check(matches.get(r), requirements.get(r), candidates, policy, completion, seed);
            }
        }
    }

    private static void check(
            Match match,
            Requirement requirement,
            List<HeldMaterial> candidates,
            ReusePolicy policy,
            LocalDate completion,
            long seed) {
        var usable = new ArrayList<HeldMaterial>();
        var ofType = 0;
        for (var candidate : candidates) {
            if (candidate.materialType().equals(requirement.materialType().code())) {
                ofType++;
                if (mayServe(candidate, requirement, policy, completion)) {
                    usable.add(candidate);
                }
            }
        }
        assertThat(match.requirement()).isSameAs(requirement);
        assertThat(match.usable()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(usable);
        assertThat(match.outcome()).as("seed %d", seed).isEqualTo(outcome(requirement, usable));
        if (requirement.reuseClass() != ReuseClass.NEVER) {
            assertThat(match.usable().size() + match.unusable().size())
                    .as("each has a verdict")
                    .isEqualTo(ofType);
        }
        if (!usable.isEmpty()) {
            assertNothingIsBetter(match.usable().get(0), usable, seed);
        }
    }

    private static boolean mayServe(
            HeldMaterial candidate, Requirement requirement, ReusePolicy policy, LocalDate completion) {
        if (requirement.reuseClass() == ReuseClass.NEVER) {
            return false;
        }
        if (!candidate.holder().equals(HOLDER)) {
            return false;
        }
        if (candidate.state() != MaterialState.VALID) {
            return false;
        }
        if (candidate.grade().ordinal() > policy.minimumGrade().ordinal()) {
            return false;
        }
        if (requirement.reuseClass() != ReuseClass.WITHIN_VALIDITY) {
            return true;
        }
        LocalDate until;
        if (candidate.validUntil().isPresent()) {
            until = candidate.validUntil().get();
        } else if (candidate.issuedOn().isPresent()) {
            until = candidate.issuedOn().get().plusMonths(12).minusDays(1);
        } else {
            return false;
        }
        if (candidate.validFrom().isPresent()
                && DAY.isBefore(candidate.validFrom().get())) {
            return false;
        }
        var last = (policy.coversCompletion() ? completion : DAY).plusDays(policy.marginDays());
        for (var day = DAY; !day.isAfter(last); day = day.plusDays(1)) {
            if (day.isAfter(until)) {
                return false;
            }
        }
        return true;
    }

    private static Outcome outcome(Requirement requirement, List<HeldMaterial> usable) {
        if (usable.isEmpty()) {
            return Outcome.SUPPLY;
        }
        if (requirement.reuseClass() == ReuseClass.UNCONDITIONAL) {
            return Outcome.ATTACHED;
        }
        return requirement.reuseClass() == ReuseClass.WITHIN_VALIDITY ? Outcome.OFFERED : Outcome.OFFERED_TO_CONFIRM;
    }

    private static void assertNothingIsBetter(HeldMaterial first, List<HeldMaterial> usable, long seed) {
        for (var other : usable) {
            assertThat(other.edition()).as("seed %d", seed).isLessThanOrEqualTo(first.edition());
            if (other.edition() == first.edition()) {
                assertThat(other.grade()).as("seed %d", seed).isGreaterThanOrEqualTo(first.grade());
            }
        }
    }

    private static List<Requirement> requirements(Random random) {
        var requirements = new ArrayList<Requirement>();
        for (var type : TYPES) {
            if (random.nextInt(4) > 0) {
                requirements.add(requirement(type, any(random, ReuseClass.values())));
            }
        }
        return requirements;
    }

    private static List<HeldMaterial> candidates(Random random) {
        var candidates = new ArrayList<HeldMaterial>();
        for (int i = random.nextInt(7); i > 0; i--) {
            candidates.add(candidate(TYPES.get(random.nextInt(TYPES.size())))
                    .id(new UUID(random.nextLong(), random.nextLong()))
                    .holder(random.nextInt(5) == 0 ? OTHER : HOLDER)
                    .edition(1 + random.nextInt(3))
                    .state(random.nextInt(3) == 0 ? any(random, MaterialState.values()) : MaterialState.VALID)
                    .grade(any(random, TrustGrade.values()))
                    .issuedOn(maybe(random, DAY.minusDays(random.nextInt(800))))
                    .validFrom(maybe(random, DAY.plusDays(random.nextInt(60) - 30)))
                    .validUntil(maybe(random, DAY.plusDays(random.nextInt(120) - 40)))
                    .handedInAt(Instant.ofEpochSecond(1_500_000_000L + random.nextInt(1_000_000)))
                    .held());
        }
        return candidates;
    }

    private static LocalDate maybe(Random random, LocalDate date) {
        return random.nextBoolean() ? date : null;
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
