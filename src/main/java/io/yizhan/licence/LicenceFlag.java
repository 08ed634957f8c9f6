package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What has happened to a licence a case was submitted with, while the case was open.
 *
 * @param identifier of the version that changed it
 * @param state what it became then
 * @param stateNow what it is now: a withheld one may have been restored
 * @param materialId as which material the case has it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LicenceFlag(
        UUID licenceId,
        String identifier,
        String materialType,
        String nameZh,
        String nameEn,
        LicenceState state,
        LicenceState stateNow,
        Optional<String> reason,
        UUID materialId,
        Instant flaggedAt) {}
