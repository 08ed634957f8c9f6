package io.yizhan.identity;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What another system needs to verify our tokens by itself. */
@Path("/.well-known")
@Tag(name = "Identity")
class WellKnownResource {
    /** A next key is published at least this long before it signs. */
    private static final String FIVE_MINUTES = "public, max-age=300";

    private final Map<String, Object> keys;
    private final Map<String, Object> configuration;

    WellKnownResource(SigningKeys signingKeys, TokenConfig config) {
        this.keys = Map.of("keys", signingKeys.published());
        this.configuration = configuration(config.issuer());
    }

    private static Map<String, Object> configuration(String issuer) {
        return Map.of(
                "issuer", issuer,
                "jwks_uri", issuer + "/.well-known/jwks.json",
                "token_endpoint", issuer + "/v1/tokens",
                "response_types_supported", List.of(),
                "subject_types_supported", List.of("pairwise"),
                "id_token_signing_alg_values_supported", List.of("RS256"),
                "scopes_supported",
                        Arrays.stream(Scope.values()).map(Scope::word).toList(),
                "acr_values_supported", List.of("2", "3", "4", "5"),
                "claims_supported",
                        List.of(
                                "iss",
                                "aud",
                                "sub",
                                "exp",
                                "iat",
                                "jti",
                                "client_id",
                                "scope",
                                "acr",
                                "amr",
                                "auth_time",
                                "sid",
                                "act",
                                "departments",
                                "vouched_by"));
    }

    @GET
    @Path("/jwks.json")
    @PermitAll
    @Operation(operationId = "getSigningKeys", summary = "The public keys access tokens are verified with (RFC 7517)")
    public Response keys() {
        return cached(keys);
    }

    @GET
    @Path("/openid-configuration")
    @PermitAll
    @Operation(operationId = "getDiscovery", summary = "Where keys and tokens are found (OpenID Connect discovery)")
    public Response configuration() {
        return cached(configuration);
    }

    private static Response cached(Map<String, Object> document) {
        return Response.ok(document)
                .header(HttpHeaders.CACHE_CONTROL, FIVE_MINUTES)
                .build();
    }
}
