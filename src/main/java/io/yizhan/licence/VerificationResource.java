package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.ClientAddresses;
import io.yizhan.platform.http.ClientBuckets;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/verifications")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "documents",
        description = "What the authority has told the applicant in writing, and whether a paper is genuine")
class VerificationResource {
    private final VerifyPaper verifying;
    private final ClientAddresses addresses;
    private final ClientBuckets clients;

    VerificationResource(VerifyPaper verifying, ClientAddresses addresses, LicenceConfig config, Clock clock) {
        this.verifying = verifying;
        this.addresses = addresses;
        this.clients = new ClientBuckets(config.verificationsBurst(), config.verificationsPerSecond(), clock);
    }

    @GET
    @Path("/{code}")
    @PermitAll
    @Operation(
            operationId = "verifyPaper",
            summary =
                    "Whether a licence or document is genuine and what it is worth today, by the code on it; no personal data")
    @Extension(name = "x-problems", value = "verification-code-invalid,verification-not-found,too-many-requests")
    public Uni<RestResponse<Verification>> verify(
            @PathParam("code") @Size(max = 40) String typed, HttpServerRequest http) {
        var code = VerificationCode.parse(typed);
        throttle(addresses.of(http));
        return verifying
                .verify(code)
                .map(found -> found.orElseThrow(() -> Problem.of(
                        ProblemType.VERIFICATION_NOT_FOUND, "请对照纸面核对验证码。", "Compare the code with the paper.")))
                .map(VerificationResource::answer);
    }

    private void throttle(String client) {
        var wait = clients.take(client, 1);
        if (wait > 0) {
            throw Problem.of(ProblemType.TOO_MANY_REQUESTS, "请稍后再查。", "Ask again later.")
                    .retryAfter(Duration.ofMillis(wait).plusSeconds(1));
        }
    }

    private static RestResponse<Verification> answer(Verification verification) {
        return RestResponse.ResponseBuilder.ok(verification)
                .header("Cache-Control", "no-store")
                .build();
    }
}
