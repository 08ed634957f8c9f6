package io.yizhan.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.Set;

/** The caller of the running request, read from its verified token at the moment of asking. */
@RequestScoped
class CurrentCaller implements Caller {
    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    @Override
    public AuthenticatedCaller snapshot() {
        if (identity.getPrincipal() instanceof CallerPrincipal principal) {
            return principal.caller();
        }
        throw Problem.of(ProblemType.UNAUTHENTICATED);
    }

    @Override
    public SubjectId subject() {
        return snapshot().subject();
    }

    @Override
    public SubjectId actor() {
        return snapshot().actor();
    }

    @Override
    public Set<String> scopes() {
        return snapshot().scopes();
    }

    @Override
    public String sessionId() {
        return snapshot().sessionId();
    }

    @Override
    public int assuranceLevel() {
        return snapshot().assuranceLevel();
    }

    @Override
    public Optional<SubjectId> clerkVouching() {
        return snapshot().clerkVouching();
    }

    @Override
    public Set<String> amr() {
        return snapshot().amr();
    }

    @Override
    public Set<String> departments() {
        return snapshot().departments();
    }

    @Override
    public String channel() {
        return snapshot().channel();
    }
}
