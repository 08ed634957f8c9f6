package io.yizhan.licence;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * All versions of a licence. What it was on a day is worked out, not stored: the latest version that was in effect by then speaks
 * for that day, so that a revocation with effect for the past changes the past, and nothing else does. Pure.
 *
 * @param versions ascending, without gaps, at least one
 */
record LicenceChain(List<LicenceVersion> versions) {
    LicenceChain {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a licence has at least one version");
        }
    }

    LicenceVersion newest() {
        return versions.get(versions.size() - 1);
    }

    /** Empty before the licence was there. */
    Optional<LicenceVersion> on(LocalDate day) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (!versions.get(i).effectiveFrom().isAfter(day)) {
                return Optional.of(versions.get(i));
            }
        }
        return Optional.empty();
    }

    boolean isValidOn(LocalDate day) {
        return on(day).filter(version -> version.state() == LicenceState.VALID && version.covers(day))
                .isPresent();
    }
}
