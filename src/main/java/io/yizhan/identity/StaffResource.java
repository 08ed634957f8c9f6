package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.platform.CreditCodeCheck;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/staff")
@Cancellable(false)
@Tag(name = "Identity")
@RolesAllowed("administrator")
class StaffResource {
    /** @param department credit code, for an officer and only for an officer */
    @Schema(name = "StaffRequest")
    record Request(
            @NotNull @Size(max = 64) String subjectId,
            @NotNull Scope role,
            @Nullable @Size(max = 18) String department) {

        String departmentOfRole() {
            var isRight = role == Scope.OFFICER
                    ? department != null && CreditCodeCheck.of(department).isValid()
                    : role.isStaff() && department == null;
            if (!isRight) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/department", "Role", "仅审批人员须填部门代码", "a department's credit code, for officers only");
            }
            return department == null ? "" : department;
        }
    }

    private final Staff staff;
    private final Subjects subjects;
    private final Caller caller;

    StaffResource(Staff staff, Subjects subjects, Caller caller) {
        this.staff = staff;
        this.subjects = subjects;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("administrator")
    @Operation(
            operationId = "grantRole",
            summary = "Give a registered person a staff role; repeating it changes nothing")
    @APIResponse(responseCode = "204", description = "Granted")
    @Extension(name = "x-problems", value = "subject-not-found")
    public Uni<Void> grant(@NotNull @Valid Request request, @Context HttpServerRequest exchange) {
        var cause = Cause.of(caller, exchange);
        var department = request.departmentOfRole();
        return subjects.get(SubjectIds.parse(request.subjectId()))
                .invoke(StaffResource::refuseOrganisation)
                .chain(person -> staff.grant(person.id(), request.role(), department, cause));
    }

    private static void refuseOrganisation(Subject subject) {
        if (!subject.number().kind().isPerson()) {
            throw Problem.of(ProblemType.SUBJECT_NOT_FOUND);
        }
    }

    @DELETE
    @Path("/{subjectId}/{role}")
    @RolesAllowed("administrator")
    @Operation(
            operationId = "revokeRole",
            summary = "Take a staff role away and end its sessions at once; an officer's for one department if stated")
    @APIResponse(responseCode = "204", description = "Revoked, or not held before")
    @Extension(name = "x-problems", value = "subject-not-found")
    public Uni<Void> revoke(
            @RestPath String subjectId,
            @RestPath String role,
            @RestQuery @Nullable String department,
            @Context HttpServerRequest exchange) {
        var cause = Cause.of(caller, exchange);
        return staff.revoke(SubjectIds.parse(subjectId), role(role), department == null ? "" : department, cause);
    }

    private static Scope role(String word) {
        try {
            return Scope.of(word);
        } catch (IllegalArgumentException noSuchRole) {
            throw Problem.of(ProblemType.NOT_FOUND);
        }
    }
}
