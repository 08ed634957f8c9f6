package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.http.AccessPurpose;
import io.yizhan.platform.http.EntityVersion;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;

@Path("/v1/licences")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "licences",
        description = "E-licences: what they are worth on a day, copies for a purpose, and who used them")
@Cancellable(false)
class LicenceResource {
    private final Caller caller;
    private final Licences licences;
    private final ChangeLicence changing;
    private final CopyLicence copying;
    private final LicenceUses uses;
    private final PublishedCatalogue catalogue;
    private final Clock clock;

    LicenceResource(
            Caller caller,
            Licences licences,
            ChangeLicence changing,
            CopyLicence copying,
            LicenceUses uses,
            PublishedCatalogue catalogue,
            Clock clock) {
        this.caller = caller;
        this.licences = licences;
        this.changing = changing;
        this.copying = copying;
        this.uses = uses;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record LicencePage(List<LicenceSummary> licences, Optional<String> next) {}

    @GET
    @RolesAllowed("applicant")
    @Operation(operationId = "listLicences", summary = "The subject's own licences, newest first")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<LicencePage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return licences.list(caller.subject().value(), cursor.map(Cursor::id), limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), LicencePage::new));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("applicant")
    @Operation(operationId = "getLicence", summary = "One of the subject's own licences")
    @Extension(name = "x-problems", value = "licence-not-found")
    public Uni<RestResponse<LicenceView>> get(@PathParam("id") UUID id) {
        return own(id).map(this::answer);
    }

    private Uni<Licence> own(UUID id) {
        return licences.get(id, caller.subject().value(), Set.of());
    }

    private RestResponse<LicenceView> answer(Licence licence) {
        return RestResponse.ResponseBuilder.ok(LicenceView.of(licence, LocalDate.now(clock), catalogue.get()))
                .header("ETag", EntityVersion.tag(licence.chain().newest().number()))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    record LicenceHistory(List<LicenceVersion> versions) {}

    @GET
    @Path("/{id}/history")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "getLicenceHistory",
            summary = "The chain of a licence: every issue and change of state, each naming the one it replaces")
    @Extension(name = "x-problems", value = "licence-not-found")
    public Uni<LicenceHistory> history(@PathParam("id") UUID id) {
        return own(id).map(licence -> new LicenceHistory(licence.chain().versions()));
    }

    /**
     * What a licence was worth on a day, by what is known now.
     *
     * @param identifier of the version that speaks for the day; absent before the licence was there
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record LicenceStanding(LocalDate on, boolean isValid, Optional<String> identifier, Optional<LicenceState> state) {}

    @GET
    @Path("/{id}/standing")
    @RolesAllowed({"applicant", "officer"})
    @Operation(
            operationId = "getLicenceStanding",
            summary = "Whether a licence was, is or will be valid on a day; for its holder and the issuing department")
    @Extension(name = "x-problems", value = "licence-not-found")
    public Uni<LicenceStanding> standing(@PathParam("id") UUID id, @QueryParam("on") @Nullable LocalDate on) {
        var day = on == null ? LocalDate.now(clock) : on;
        var holder = caller.scopes().contains("applicant") ? caller.subject().value() : null;
        return licences.get(id, holder, caller.departments()).map(licence -> standing(licence.chain(), day));
    }

    private static LicenceStanding standing(LicenceChain chain, LocalDate day) {
        var speaking = chain.on(day);
        return new LicenceStanding(
                day,
                chain.isValidOn(day),
                speaking.map(LicenceVersion::identifier),
                speaking.map(LicenceVersion::state));
    }

    /**
     * A change of state by the issuing department.
     *
     * @param state withheld, valid (to restore a withheld one), revoked, cancelled, transferredOut, withdrawn or other
     * @param description what {@code other} means
     * @param effectiveFrom may lie in the past, not before the first issue; today when absent
     */
    record LicenceChange(
            @NotNull LicenceState state,
            @NotBlank @Size(min = 2, max = 2000) String reason,
            @Nullable @Size(min = 2, max = 500) String description,
            @Nullable LocalDate effectiveFrom) {
        ChangeLicence.Wish wish() {
            return new ChangeLicence.Wish(
                    state, reason, Optional.ofNullable(description), Optional.ofNullable(effectiveFrom));
        }
    }

    /** @param version the new one */
    record LicenceChanged(UUID id, String identifier, int version, LicenceState state, LocalDate effectiveFrom) {}

    @POST
    @Path("/{id}/changes")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("officer")
    @Operation(
            operationId = "changeLicence",
            summary = "Withhold, restore, revoke, cancel or withdraw a licence the officer's department has issued")
    @Extension(name = "x-problems", value = "licence-not-found,licence-state-conflict,version-changed,version-required")
    public Uni<RestResponse<LicenceChanged>> change(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String version,
            @NotNull @Valid LicenceChange change,
            HttpServerRequest http) {
        return changing.change(
                        id, change.wish(), EntityVersion.expected(version), caller.snapshot(), RequestId.of(http))
                .map(LicenceResource::changed);
    }

    private static RestResponse<LicenceChanged> changed(Licence licence) {
        var newest = licence.chain().newest();
        return RestResponse.ResponseBuilder.ok(new LicenceChanged(
                        licence.id(), newest.identifier(), newest.number(), newest.state(), newest.effectiveFrom()))
                .header("ETag", EntityVersion.tag(newest.number()))
                .build();
    }

    /**
     * What a copy is to be for.
     *
     * @param recipient for whom it is made, printed across every page with the purpose
     * @param until the last day it is good for
     */
    record CopyRequest(
            @NotBlank @Size(min = 2, max = 60) String purpose,
            @NotBlank @Size(min = 2, max = 60) String recipient,
            @NotNull LocalDate until) {}

    @POST
    @Path("/{id}/copies")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("applicant")
    @Operation(
            operationId = "copyLicence",
            summary = "Make a copy for a purpose, good until a day; the same wish again is the same copy")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = LicenceCopy.class)))
    @APIResponse(
            responseCode = "200",
            description = "It had been asked for before",
            content = @Content(schema = @Schema(implementation = LicenceCopy.class)))
    @Extension(name = "x-problems", value = "licence-not-found,licence-state-conflict,licence-copy-not-found")
    public Uni<RestResponse<LicenceCopy>> copy(
            @PathParam("id") UUID id, @NotNull @Valid CopyRequest request, HttpServerRequest http) {
        return copying.copy(
                        id,
                        AccessPurpose.checked("/purpose", request.purpose()),
                        AccessPurpose.checked("/recipient", request.recipient()),
                        request.until(),
                        caller.snapshot(),
                        RequestId.of(http))
                .map(LicenceResource::copied);
    }

    private static RestResponse<LicenceCopy> copied(LicenceUses.Copied copied) {
        var copy = copied.copy();
        return copied.isNew()
                ? RestResponse.ResponseBuilder.<LicenceCopy>created(
                                URI.create("/v1/licences/" + copy.licenceId() + "/copies/" + copy.id() + "/content"))
                        .entity(copy)
                        .build()
                : RestResponse.ok(copy);
    }

    @GET
    @Path("/{id}/copies/{copyId}/content")
    @Produces("application/pdf")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "getLicenceCopy",
            summary = "A copy as PDF, with its purpose across every page; each fetch is a use")
    @APIResponse(
            responseCode = "200",
            description = "The PDF",
            content =
                    @Content(
                            mediaType = "application/pdf",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @Extension(
            name = "x-problems",
            value = "licence-not-found,licence-copy-not-found,licence-copy-expired,licence-state-conflict")
    public Uni<RestResponse<Buffer>> copyContent(
            @PathParam("id") UUID id, @PathParam("copyId") UUID copyId, HttpServerRequest http) {
        return copying.content(id, copyId, caller.snapshot(), RequestId.of(http))
                .map(content -> PdfAnswer.of(content, "copy-" + copyId));
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record UsagePage(List<LicenceUse> uses, Optional<String> next) {}

    @GET
    @Path("/{id}/usage")
    @RolesAllowed("applicant")
    @Operation(operationId = "listLicenceUses", summary = "Who used the licence, when and what for, newest first")
    @Extension(name = "x-problems", value = "licence-not-found,cursor-invalid")
    public Uni<UsagePage> usage(
            @PathParam("id") UUID id,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        var holder = caller.subject().value();
        return own(id).chain(licence -> uses.list(id, holder, cursor.map(Cursor::id), limit + 1))
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), UsagePage::new));
    }
}
