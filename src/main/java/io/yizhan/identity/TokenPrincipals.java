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
    private final VerifiedTokens tokens;

    TokenPrincipals(VerifiedTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo unused) throws ParseException {
        try {
            return tokens.verify(token);
        } catch (TokenVerifier.Refused refused) {
            throw new ParseException("the token is refused: " + refused.getMessage());
        }
    }
}
