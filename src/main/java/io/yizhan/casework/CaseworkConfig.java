package io.yizhan.casework;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;

@ConfigMapping(prefix = "yizhan.casework")
public interface CaseworkConfig {
    /** Where people reach this hall: the address in the QR code of a receipt, without a trailing slash. */
    String publicAddress();

    /** Handing in the type on the left ends the reuse of those on the right: a divorce ends a marriage certificate. */
    Map<String, List<String>> ends();

    /** Earlier cases a new draft takes answers from. */
    @WithDefault("5")
    @Min(0) @Max(20) int prefillCases();

    /** Submissions in PostgreSQL at once, of this instance: about half the pool, so that reads find a connection. */
    @WithDefault("8")
    @Min(1) int submissionsAtOnce();

    /** Submissions waiting for their turn behind one another; past it, clients are asked to come back. */
    @WithDefault("2000")
    @Min(1) int submissionsWaiting();
}
