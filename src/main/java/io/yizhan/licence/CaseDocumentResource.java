package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.casework.CaseAccess;
import io.yizhan.casework.CaseFiles;
import io.yizhan.identity.Caller;
import io.yizhan.platform.http.AccessPurpose;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/cases/{id}/documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "documents",
        description = "What the authority has told the applicant in writing, and whether a paper is genuine")
@Cancellable(false)
class CaseDocumentResource {
    private final Caller caller;
    private final CaseDocuments documents;
    private final SealDocuments sealing;
    private final CaseFiles files;
    private final Pool pool;

    CaseDocumentResource(Caller caller, CaseDocuments documents, SealDocuments sealing, CaseFiles files, Pool pool) {
        this.caller = caller;
        this.files = files;
        this.pool = pool;
        this.documents = documents;
        this.sealing = sealing;
    }

    /**
     * A document of a case.
     *
     * @param titleZh as printed
     * @param data what it says
     * @param sha256 of the PDF, in hexadecimal
     * @param seal compact JWS over {@code {"document":number,"sha256":…}}, verified with the keys of {@code /.well-known/jwks.json}
     */
    record CaseDocumentView(
            String number,
            DocumentKind kind,
            String titleZh,
            String titleEn,
            DocumentData data,
            String verificationCode,
            String sha256,
            String seal) {
        static CaseDocumentView of(CaseDocument document) {
            var title = DocumentText.title(document.data());
            var seal = document.seal().orElseThrow();
            return new CaseDocumentView(
                    document.data().number(),
                    document.data().kind(),
                    title.zh(),
                    title.en(),
                    document.data(),
                    document.code().printed(),
                    HexFormat.of().formatHex(seal.sha256()),
                    seal.jws());
        }
    }

    record CaseDocumentList(List<CaseDocumentView> documents) {}

    @GET
    @RolesAllowed({"applicant", "clerk", "officer"})
    @Operation(
            operationId = "listCaseDocuments",
            summary = "Notices and decisions of a case, with their data and seals")
    @Extension(name = "x-problems", value = "case-not-found")
    public Uni<CaseDocumentList> list(@PathParam("id") UUID id) {
        var access = CaseAccess.of(caller.snapshot());
        return files.get(pool, id, access)
                .chain(file -> documents.list(file.id(), access))
                .chain(sealing::sealAll)
                .map(found -> new CaseDocumentList(
                        found.stream().map(CaseDocumentView::of).toList()));
    }

    @GET
    @Path("/{number}/content")
    @Produces("application/pdf")
    @RolesAllowed("applicant")
    @Operation(operationId = "getCaseDocument", summary = "A document as PDF, always the same bytes")
    @APIResponse(
            responseCode = "200",
            description = "The PDF",
            content =
                    @Content(
                            mediaType = "application/pdf",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @Extension(name = "x-problems", value = "document-not-found")
    public Uni<RestResponse<Buffer>> content(
            @PathParam("id") UUID id, @PathParam("number") @Size(max = 60) String number) {
        return documents
                .get(id, number, CaseAccess.of(caller.snapshot()))
                .chain(sealing::content)
                .map(content -> PdfAnswer.of(content, number));
    }

    @POST
    @Path("/{number}/readings")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces("application/pdf")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "readCaseDocument",
            summary = "A document as PDF, for a stated purpose: the applicant can see who read it")
    @APIResponse(
            responseCode = "200",
            description = "The PDF",
            content =
                    @Content(
                            mediaType = "application/pdf",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @Extension(name = "x-problems", value = "document-not-found,invalid-request")
    public Uni<RestResponse<Buffer>> read(
            @PathParam("id") UUID id,
            @PathParam("number") @Size(max = 60) String number,
            @NotNull @Valid AccessPurpose.Reading reading,
            HttpServerRequest http) {
        var who = caller.snapshot();
        var purpose = reading.checked();
        return documents
                .get(id, number, CaseAccess.of(who))
                .call(document -> documents.noteRead(document, who.actor().value(), purpose, RequestId.of(http)))
                .chain(sealing::content)
                .map(content -> PdfAnswer.of(content, number));
    }
}
