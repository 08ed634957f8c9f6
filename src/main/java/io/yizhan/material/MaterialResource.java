package io.yizhan.material;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.file.AsyncFile;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/materials")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "materials", description = "What a subject has uploaded and handed in")
@Cancellable(false)
class MaterialResource {
    private final Caller caller;
    private final UploadMaterial uploading;
    private final Materials materials;
    private final ReusableMaterials reusable;
    private final BlobStore blobs;

    MaterialResource(
            Caller caller, UploadMaterial uploading, Materials materials, ReusableMaterials reusable, BlobStore blobs) {
        this.caller = caller;
        this.uploading = uploading;
        this.materials = materials;
        this.reusable = reusable;
        this.blobs = blobs;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed("applicant")
    @Operation(
            operationId = "uploadMaterial",
            summary = "Upload one file; the same bytes for the same purpose are kept once and answered with 200")
    @Extension(
            name = "x-problems",
            value =
                    "upload-invalid,material-type-unknown,material-not-found,file-type-refused,file-too-large,upload-quota-exceeded")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = UploadForm.class)))
    @APIResponse(
            responseCode = "201",
            description = "Kept",
            content = @Content(schema = @Schema(implementation = MaterialRecord.class)))
    @APIResponse(
            responseCode = "200",
            description = "The same bytes had been uploaded for the same purpose before",
            content = @Content(schema = @Schema(implementation = MaterialRecord.class)))
    public Uni<RestResponse<MaterialRecord>> upload(HttpServerRequest request) {
        var who = caller.snapshot();
        return uploading
                .upload(request, who)
                .chain(kept -> materials.get(kept.id(), who.subject().value()).map(record -> answer(kept, record)));
    }

    private static RestResponse<MaterialRecord> answer(Materials.Kept kept, MaterialRecord record) {
        return kept.isNew()
                ? RestResponse.ResponseBuilder.<MaterialRecord>created(URI.create("/v1/materials/" + kept.id()))
                        .entity(record)
                        .build()
                : RestResponse.ok(record);
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record MaterialPage(List<MaterialRecord> materials, Optional<String> next) {}

    @GET
    @RolesAllowed("applicant")
    @Operation(operationId = "listMaterials", summary = "The subject's own materials, newest first")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<MaterialPage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return materials
                .list(caller.subject().value(), cursor.map(Cursor::id), limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), MaterialPage::new));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("applicant")
    @Operation(operationId = "getMaterial", summary = "One of the subject's own materials")
    @Extension(name = "x-problems", value = "material-not-found")
    public Uni<MaterialRecord> get(@PathParam("id") UUID id) {
        return materials.get(id, caller.subject().value());
    }

    @GET
    @Path("/{id}/content")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed("applicant")
    @Operation(operationId = "getMaterialContent", summary = "The file of one of the subject's own materials")
    @Extension(name = "x-problems", value = "material-not-found")
    @APIResponse(
            responseCode = "200",
            description = "Its bytes; Content-Type is the type recognised when it was uploaded",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<RestResponse<AsyncFile>> content(@PathParam("id") UUID id) {
        return materials.get(id, caller.subject().value()).chain(record -> blobs.get(record.sha256())
                .map(file -> download(record, file)));
    }

    private static RestResponse<AsyncFile> download(MaterialRecord record, AsyncFile file) {
        return RestResponse.ResponseBuilder.ok(file)
                .type(record.mediaType())
                .header("Content-Length", record.size())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + record.materialType() + "-" + record.id() + "\"")
                .header("Content-Security-Policy", "sandbox")
                .header("Cache-Control", "private, no-store")
                .build();
    }

    record Revocation(@NotBlank @Size(max = 500) String reason) {}

    @POST
    @Path("/{id}/revocation")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "revokeMaterial",
            summary = "End the reuse of a material; cases already submitted with it stay as they are")
    @Extension(name = "x-problems", value = "material-not-found")
    @APIResponse(responseCode = "204", description = "It will not be offered again")
    public Uni<RestResponse<Void>> revoke(
            @PathParam("id") UUID id, @NotNull @Valid Revocation revocation, HttpServerRequest request) {
        return materials
                .revoke(id, caller.actor().value(), revocation.reason(), RequestId.of(request))
                .call(this::published)
                .replaceWith(RestResponse::noContent);
    }

    private Uni<Void> published(Materials.Raised raised) {
        return raised.version() == 0
                ? Uni.createFrom().voidItem()
                : reusable.changed(raised.holder(), raised.version());
    }
}
