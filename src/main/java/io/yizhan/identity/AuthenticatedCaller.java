package io.yizhan.identity;

import java.util.Optional;
import java.util.Set;

/** The facts of a verified token, free of the request that brought it. */
public record AuthenticatedCaller(
        SubjectId subject,
        SubjectId actor,
        Set<String> scopes,
        String sessionId,
        int assuranceLevel,
        Optional<SubjectId> clerkVouching,
        Set<String> amr,
        Set<String> departments,
        String channel)
        implements Caller {

    public AuthenticatedCaller {
        scopes = Set.copyOf(scopes);
        amr = Set.copyOf(amr);
        departments = Set.copyOf(departments);
    }

    @Override
    public AuthenticatedCaller snapshot() {
        return this;
    }
}
