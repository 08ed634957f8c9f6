package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.yizhan.casework.CaseAccess;
import io.yizhan.identity.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/cases/{id}/licence-flags")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "licences",
        description = "E-licences: what they are worth on a day, copies for a purpose, and who used them")
class LicenceFlagResource {
    private final Caller caller;
    private final Licences licences;

    LicenceFlagResource(Caller caller, Licences licences) {
        this.caller = caller;
        this.licences = licences;
    }

    record CaseFlags(List<LicenceFlag> flags) {}

    @GET
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "listLicenceFlags",
            summary =
                    "What has happened to licences a case was submitted with, while it was open; empty for a case one may not see")
    public Uni<CaseFlags> flags(@PathParam("id") UUID id) {
        return licences.flags(id, CaseAccess.of(caller.snapshot())).map(CaseFlags::new);
    }
}
