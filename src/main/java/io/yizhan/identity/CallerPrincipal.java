package io.yizhan.identity;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;

/**
 * The security principal of a verified token; its scopes are the roles of {@code @RolesAllowed}. It keeps neither the token nor its
 * claims, which take more memory than all else: thousands of principals are remembered ({@link VerifiedTokens}).
 */
final class CallerPrincipal extends DefaultJWTCallerPrincipal {
    private final String name;
    private final AuthenticatedCaller caller;

    /** @param name the pairwise subject of the token */
    CallerPrincipal(String name, AuthenticatedCaller caller) {
        super("", "Bearer", new JwtClaims());
        this.name = name;
        this.caller = caller;
    }

    AuthenticatedCaller caller() {
        return caller;
    }

    @Override
    public String getName() {
        return name;
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
