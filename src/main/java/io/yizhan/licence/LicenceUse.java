package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A use of a licence, as its holder sees it.
 *
 * @param kind copied, downloaded or retrieved
 * @param scope applicant for the holder or an agent, clerk or officer for staff
 * @param departments credit codes of the departments an officer works for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LicenceUse(
        UUID id,
        String kind,
        Instant at,
        String scope,
        List<String> departments,
        String purpose,
        Optional<UUID> copyId) {}
