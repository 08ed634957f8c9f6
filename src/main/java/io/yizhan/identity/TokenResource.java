package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/tokens")
@Cancellable(false)
@Tag(name = "Identity")
class TokenResource {
    private final IssueTokens issueTokens;
    private final SessionEnds sessionEnds;
    private final Caller caller;

    TokenResource(IssueTokens issueTokens, SessionEnds sessionEnds, Caller caller) {
        this.issueTokens = issueTokens;
        this.sessionEnds = sessionEnds;
        this.caller = caller;
    }

    @POST
    @PermitAll
    @Operation(
            operationId = "issueTokens",
            summary = "Exchange a sign-in, a refresh token or a mandate for an access token and a refresh token")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TokenView.class)))
    @Extension(
            name = "x-problems",
            value = "sign-in-refused,refresh-refused,scope-not-held,mandate-refused,too-many-requests,service-busy")
    public Uni<Response> issue(@NotNull @Valid TokenRequest request) {
        return issueTokens.issue(request).map(TokenResource::unstored);
    }

    private static Response unstored(TokenView tokens) {
        return Response.ok(tokens).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    @DELETE
    @Path("/current")
    @RolesAllowed({"applicant", "clerk", "officer", "kiosk", "administrator", "system"})
    @Operation(operationId = "signOut", summary = "End this sign-in: every access and refresh token of it, at once")
    @APIResponse(responseCode = "204", description = "Signed out")
    public Uni<Void> signOut() {
        return sessionEnds.ofFamily(UUID.fromString(caller.sessionId()));
    }
}
