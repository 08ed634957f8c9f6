package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Who may act for an organisation.
 *
 * @param kind {@code legalRepresentative}, by registration and open-ended, or {@code agent}, named and time-boxed
 * @param creditCode of the organisation, public
 * @param validUntil absent for a legal representative
 * @param state {@code valid}, {@code expired} or {@code revoked}
 */
@Schema(name = "Mandate")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Mandate(
        UUID id,
        String kind,
        String organisation,
        String creditCode,
        String agent,
        Instant grantedAt,
        @Nullable Instant validUntil,
        String state) {}
