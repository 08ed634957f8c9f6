package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.identity.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/cases/{id}/deadline")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "casework", description = "Working a case from acceptance to the delivered result")
class DeadlineResource {
    private final Caller caller;
    private final Pool pool;
    private final CaseFiles files;
    private final CaseClock clock;

    DeadlineResource(Caller caller, Pool pool, CaseFiles files, StatutoryClock statutory) {
        this.caller = caller;
        this.pool = pool;
        this.files = files;
        this.clock = new CaseClock(statutory);
    }

    @GET
    @RolesAllowed({"applicant", "clerk", "officer"})
    @Operation(
            operationId = "explainDeadline",
            summary = "When a case is due, and why: every day with its rule and article")
    @Extension(name = "x-problems", value = "case-not-found")
    public Uni<RestResponse<DeadlineView>> explain(@PathParam("id") UUID id) {
        return files.get(pool, id, CaseAccess.of(caller.snapshot()))
                .map(file -> RestResponse.ResponseBuilder.ok(DeadlineView.of(file, clock))
                        .header("Cache-Control", "private, no-cache")
                        .build());
    }
}
