package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.platform.CreditCodeCheck;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/devices")
@Cancellable(false)
@Tag(name = "Identity")
class DeviceResource {
    /** @param department credit code, for a department's own system; a kiosk has none */
    @Schema(name = "DeviceRequest")
    record Request(
            @NotBlank @Size(max = 100) String name,
            @Nullable @Size(max = 18) String department) {
        Optional<String> checkedDepartment() {
            if (department != null && !CreditCodeCheck.of(department).isValid()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/department", "CreditCode", "部门代码有误", "not a department's credit code");
            }
            return Optional.ofNullable(department);
        }
    }

    /** @param secret shown this once */
    @Schema(name = "DeviceRegistered")
    record View(SubjectId id, String secret) {
        @Override
        public String toString() {
            return "device " + id;
        }
    }

    private final Devices devices;
    private final Caller caller;

    DeviceResource(Devices devices, Caller caller) {
        this.devices = devices;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("administrator")
    @Operation(
            operationId = "registerDevice",
            summary = "Register a kiosk or a department's system; its secret is shown once")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = View.class)))
    public Uni<Response> register(@NotNull @Valid Request request, @Context HttpServerRequest exchange) {
        return devices.register(request.name().strip(), request.checkedDepartment(), Cause.of(caller, exchange))
                .map(device -> Response.status(Response.Status.CREATED)
                        .entity(new View(device.id(), device.secret()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed("administrator")
    @Operation(
            operationId = "revokeDevice",
            summary = "End the credential of a kiosk or system, and its sessions, at once")
    @APIResponse(responseCode = "204", description = "Revoked")
    @Extension(name = "x-problems", value = "device-not-found")
    public Uni<Void> revoke(@RestPath String id, @Context HttpServerRequest exchange) {
        return devices.revoke(SubjectIds.parse(id, ProblemType.DEVICE_NOT_FOUND), Cause.of(caller, exchange));
    }
}
