package io.yizhan.identity;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;

/** The security principal of a verified token; its scopes are the roles of {@code @RolesAllowed}. */
final class CallerPrincipal extends DefaultJWTCallerPrincipal {
    private final AuthenticatedCaller caller;

    CallerPrincipal(String rawToken, String tokenType, JwtClaims claims, AuthenticatedCaller caller) {
        super(rawToken, tokenType, claims);
        this.caller = caller;
    }

    AuthenticatedCaller caller() {
        return caller;
    }

    @Override
    public Set<String> getGroups() {
        return caller.scopes();
    }

    /** Never the token or a claim: principals end up in log lines. */
    @Override
    public String toString() {
        return "caller of session " + caller.sessionId();
    }
}
