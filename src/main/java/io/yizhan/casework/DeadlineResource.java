package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.calendar.StatutoryClock;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Text;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/cases/{id}/deadline")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "casework", description = "Working a case from acceptance to the delivered result")
class DeadlineResource {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    private final Caller caller;
    private final Pool pool;
    private final CaseFiles files;
    private final CaseClock clock;
    private final PublishedCatalogue catalogue;
    private final Clock now;

    DeadlineResource(
            Caller caller,
            Pool pool,
            CaseFiles files,
            StatutoryClock statutory,
            PublishedCatalogue catalogue,
            Clock now) {
        this.caller = caller;
        this.pool = pool;
        this.files = files;
        this.clock = new CaseClock(statutory);
        this.catalogue = catalogue;
        this.now = now;
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

    @GET
    @Path("/page")
    @Produces(HTML)
    @RolesAllowed({"applicant", "clerk", "officer"})
    @Operation(
            operationId = "printDeadline",
            summary = "The same explanation as a page to print, in Chinese and English")
    @Extension(name = "x-problems", value = "case-not-found")
    @APIResponse(
            responseCode = "200",
            description = "A page without scripts, complete in itself",
            content = @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)))
    public Uni<RestResponse<String>> page(@PathParam("id") UUID id) {
        return files.get(pool, id, CaseAccess.of(caller.snapshot())).map(this::page);
    }

    private RestResponse<String> page(CaseFile file) {
        var item = catalogue.get().findItem(file.head().implementationCode());
        var heading = new DeadlinePage.Heading(
                file.head().officialNumber(), item.map(one -> new Text(one.nameZh(), one.nameEn())), now.instant());
        return RestResponse.ResponseBuilder.ok(DeadlinePage.of(DeadlineView.of(file, clock), heading))
                .header("Cache-Control", "private, no-cache")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .build();
    }
}
