package io.yizhan.identity;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/sign-ins")
@Cancellable(false)
@Tag(name = "Identity")
class SignInResource {
    private final Map<Factor, FirstFactor> factors;

    SignInResource(@All List<FirstFactor> factors) {
        this.factors = factors.stream().collect(Collectors.toMap(FirstFactor::factor, Function.identity()));
    }

    @POST
    @PermitAll
    @Operation(
            operationId = "beginSignIn",
            summary = "Begin a sign-in by one-time code, by a clerk's word or by a device's secret")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SignInView.class)))
    @Extension(
            name = "x-problems",
            value =
                    "identity-number-invalid,sign-in-refused,subject-not-found,too-many-requests,code-delivery-unavailable")
    public Uni<Response> begin(@NotNull @Valid SignInRequest request, @Context HttpServerRequest exchange) {
        return Objects.requireNonNull(factors.get(request.factor()), "each factor has its way in")
                .begin(request, Cause.of(exchange))
                .map(begun ->
                        Response.status(Response.Status.CREATED).entity(begun).build());
    }
}
