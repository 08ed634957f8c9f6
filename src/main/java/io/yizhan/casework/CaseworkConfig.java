package io.yizhan.casework;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import io.yizhan.platform.config.AtMost;
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
    @AtLeast(0)
    @AtMost(20)
    int prefillCases();

    /**
     * Statements that write submissions at once, of this instance, each on a connection of its own beside the pool; more than
     * one only in a rush, and an item's submissions in one of them.
     */
    @WithDefault("2")
    @AtLeast(1)
    @AtMost(64)
    int submissionStatements();

    /** Submissions written by one statement at most. 1 writes each by itself. */
    @WithDefault("64")
    @AtLeast(1)
    @AtMost(1000)
    int submissionsPerStatement();

    /** Statements at once when those of a failed one are written singly. */
    @WithDefault("8")
    @AtLeast(1)
    int submissionsSingly();

    /** Submissions waiting for a statement; past it, clients are asked to come back. */
    @WithDefault("2000")
    @AtLeast(1)
    int submissionsWaiting();

    /** Working days a delivered case waits for a rating before it goes to the archive. */
    @WithDefault("15")
    @AtLeast(1)
    @AtMost(250)
    int archiveDays();

    /** Working days an applicant has for corrections, unless the notice says otherwise. */
    @WithDefault("15")
    @AtLeast(1)
    @AtMost(250)
    int correctionDays();
}
