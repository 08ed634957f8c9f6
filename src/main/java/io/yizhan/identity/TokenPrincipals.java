package io.yizhan.identity;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** Turns the bearer token of a request into its principal, in place of SmallRye's own verification. */
@Alternative
@Priority(1)
@ApplicationScoped
class TokenPrincipals extends JWTCallerPrincipalFactory {
    private final TokenVerifier verifier;
    private final VerifiedTokens known;
    private final EndedSessions ended;

    TokenPrincipals(TokenVerifier verifier, VerifiedTokens known, EndedSessions ended) {
        this.verifier = verifier;
        this.known = known;
        this.ended = ended;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo unused) throws ParseException {
        try {
            var verified = verifier.verify(token);
            if (ended.contains(verified.principal().caller().sessionId())) {
                throw new ParseException("the session has ended");
            }
            known.keep(token, verified);
            return verified.principal();
        } catch (TokenVerifier.Refused refused) {
            throw new ParseException("the token is refused: " + refused.getMessage());
        }
    }
}
