package io.yizhan.approval;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.casework.CaseAccess;
import io.yizhan.casework.CaseFiles;
import io.yizhan.identity.Caller;
import io.yizhan.platform.http.AccessPurpose;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
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

@Path("/v1/desk/cases/{id}/attachments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "desk", description = "Work lists, claims, opinions and searches of staff")
@Cancellable(false)
class AttachmentResource {
    private final Caller caller;
    private final Attachments attachments;
    private final CaseFiles files;
    private final Desk desk;
    private final Pool pool;

    AttachmentResource(Caller caller, Attachments attachments, CaseFiles files, Desk desk, Pool pool) {
        this.caller = caller;
        this.attachments = attachments;
        this.files = files;
        this.desk = desk;
        this.pool = pool;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed("officer")
    @Operation(
            operationId = "attachToOpinion",
            summary = "Add a file to the review one has claimed; the same bytes are kept once and answered with 200")
    @Extension(
            name = "x-problems",
            value =
                    "review-not-claimed,upload-invalid,file-type-refused,file-too-large,upload-quota-exceeded,invalid-request")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = AttachmentForm.class)))
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = Attachment.class)))
    @APIResponse(
            responseCode = "200",
            description = "The review had these bytes already",
            content = @Content(schema = @Schema(implementation = Attachment.class)))
    public Uni<RestResponse<Attachment>> add(@PathParam("id") UUID id, HttpServerRequest request) {
        return attachments
                .add(id, request, caller.snapshot(), RequestId.of(request))
                .map(AttachmentResource::answer);
    }

    private static RestResponse<Attachment> answer(Attachments.Added added) {
        return RestResponse.ResponseBuilder.create(
                        added.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK, added.attachment())
                .build();
    }

    record AttachmentList(List<Attachment> attachments) {}

    @GET
    @RolesAllowed({"clerk", "officer"})
    @Operation(operationId = "listAttachments", summary = "The files of all departments' opinions on a case")
    @Extension(name = "x-problems", value = "case-not-found")
    public Uni<AttachmentList> list(@PathParam("id") UUID id) {
        var access = CaseAccess.of(caller.snapshot());
        return files.get(pool, id, access)
                .chain(file -> attachments.list(file.id(), access))
                .map(AttachmentList::new);
    }

    @POST
    @Path("/{attachmentId}/readings")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "readAttachment",
            summary = "Read a file of an opinion, for a stated purpose: the applicant can see who read the case")
    @Extension(name = "x-problems", value = "attachment-not-found,invalid-request")
    @APIResponse(
            responseCode = "200",
            description = "Its bytes; Content-Type is the type recognised when it was added",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Uni<RestResponse<AsyncFile>> read(
            @PathParam("id") UUID id,
            @PathParam("attachmentId") UUID attachmentId,
            @NotNull @Valid AccessPurpose.Reading reading,
            HttpServerRequest http) {
        var reader = caller.snapshot();
        var purpose = reading.checked();
        var requestId = RequestId.of(http);
        var access = CaseAccess.of(reader);
        return attachments
                .get(id, attachmentId, access)
                .call(found -> files.get(pool, id, access)
                        .chain(file -> desk.noteRead(file.head().subject(), id, reader, purpose, requestId)))
                .chain(found -> attachments.content(found).map(content -> download(found, content)));
    }

    private static RestResponse<AsyncFile> download(Attachment attachment, AsyncFile content) {
        return RestResponse.ResponseBuilder.ok(content)
                .type(attachment.mediaType())
                .header("Content-Length", attachment.size())
                .header("Content-Disposition", "attachment; filename=\"" + attachment.id() + "\"")
                .header("Content-Security-Policy", "sandbox")
                .header("Cache-Control", "private, no-store")
                .build();
    }
}
