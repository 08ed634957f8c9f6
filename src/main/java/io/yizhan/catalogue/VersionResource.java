package io.yizhan.catalogue;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Publishing versions of the catalogue and looking back at them. */
@Tag(name = "catalogue", description = "Items, their guides, and the versions they are published in")
@Path("/v1/catalogue/versions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("administrator")
@Cancellable(false)
public class VersionResource {
    private static final String ZIP = "application/zip";

    private final Pool pool;
    private final CatalogueVersions versions;
    private final PublishCatalogue publish;
    private final CatalogueConfig config;
    private final SecurityIdentity caller;

    VersionResource(
            Pool pool,
            CatalogueVersions versions,
            PublishCatalogue publish,
            CatalogueConfig config,
            SecurityIdentity caller) {
        this.pool = pool;
        this.versions = versions;
        this.publish = publish;
        this.config = config;
        this.caller = caller;
    }

    /** Unpacking and checking take tens of milliseconds, so they happen on a worker thread. */
    @POST
    @Consumes(ZIP)
    @Blocking
    @Operation(
            operationId = "publishCatalogue",
            summary = "Check a set of catalogue files and publish them as the next version")
    @Extension(name = "x-problems", value = "catalogue-invalid,catalogue-archive-unreadable,payload-too-large")
    @RequestBody(
            description = "ZIP archive of the five CSV files",
            content = @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "201",
            description = "Published, with its diff against the version before",
            content = @Content(schema = @Schema(implementation = VersionView.class)))
    @APIResponse(
            responseCode = "200",
            description = "These very files are published already; nothing has changed",
            content = @Content(schema = @Schema(implementation = VersionView.class)))
    public Uni<Response> publish(InputStream archive, @Context HttpServerRequest request) {
        var files = CatalogueArchive.open(bytes(archive), config.upload());
        var reading = Reading.of(files, config.rules()).orThrow();
        var order = new PublishCatalogue.Order(reading, caller.getPrincipal().getName(), RequestId.of(request));
        return publish.publish(order).map(VersionResource::answer);
    }

    private byte[] bytes(InputStream archive) {
        try {
            var bytes = archive.readNBytes(config.upload().maxArchive() + 1);
            if (bytes.length > config.upload().maxArchive()) {
                throw CatalogueArchive.tooLarge();
            }
            return bytes;
        } catch (IOException hungUp) {
            throw Problem.of(ProblemType.INVALID_REQUEST, "上传中断。", "The upload ended early.");
        }
    }

    private static Response answer(PublishCatalogue.Outcome outcome) {
        var view = VersionView.of(outcome.version());
        var location = "/v1/catalogue/versions/" + view.number();
        return outcome.isNew()
                ? Response.status(Response.Status.CREATED)
                        .header("Location", location)
                        .entity(view)
                        .build()
                : Response.ok(view).header("Content-Location", location).build();
    }

    @GET
    @Operation(operationId = "listCatalogueVersions", summary = "All published versions, newest first")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<VersionPage> list(
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit,
            @QueryParam("cursor") @Size(max = 100) @Nullable String cursor) {
        return versions.list(pool, position(cursor), limit + 1).map(found -> page(found, limit));
    }

    private static int position(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        try {
            return Integer.parseInt(Cursor.position(cursor));
        } catch (NumberFormatException notOurs) {
            throw Cursor.invalid();
        }
    }

    private static VersionPage page(List<StoredVersion> found, int limit) {
        var shown = found.stream().limit(limit).map(VersionView::of).toList();
        var next = found.size() > limit
                ? Cursor.of(String.valueOf(shown.get(limit - 1).number()))
                : null;
        return new VersionPage(shown, next);
    }

    @GET
    @Path("{number}")
    @Operation(operationId = "getCatalogueVersion", summary = "A published version with its whole diff")
    @Extension(name = "x-problems", value = "catalogue-version-unknown")
    public Uni<VersionView> get(@PathParam("number") int number) {
        return versions.find(pool, number).map(found -> found.map(VersionView::of)
                .orElseThrow(() -> Problem.of(ProblemType.CATALOGUE_VERSION_UNKNOWN)));
    }
}
