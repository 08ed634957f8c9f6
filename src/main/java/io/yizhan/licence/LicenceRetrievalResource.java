package io.yizhan.licence;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.AccessPurpose;
import io.yizhan.platform.http.EntityVersion;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Licences as staff read them: for a purpose, which the holder sees. */
@Path("/v1/licence-retrievals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "licences",
        description = "E-licences: what they are worth on a day, copies for a purpose, and who used them")
@Cancellable(false)
class LicenceRetrievalResource {
    private final Caller caller;
    private final Licences licences;
    private final LicenceUses uses;
    private final PublishedCatalogue catalogue;
    private final Clock clock;

    LicenceRetrievalResource(
            Caller caller, Licences licences, LicenceUses uses, PublishedCatalogue catalogue, Clock clock) {
        this.caller = caller;
        this.licences = licences;
        this.uses = uses;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /**
     * Which licence, and what for.
     *
     * @param purpose shown to the holder and kept in the audit trail, so nothing personal in it
     */
    record RetrievalRequest(
            @NotBlank @Size(max = 100) String identifier,
            @NotBlank @Size(min = 2, max = 200) String purpose) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "retrieveLicence",
            summary =
                    "Read a licence by the identifier of any of its versions, for a stated purpose; its holder sees who did")
    @Extension(name = "x-problems", value = "licence-identifier-invalid,licence-not-found")
    public Uni<RestResponse<LicenceView>> retrieve(@NotNull @Valid RetrievalRequest request, HttpServerRequest http) {
        var who = caller.snapshot();
        var purpose = AccessPurpose.checked("/purpose", request.purpose());
        return licences.find(identifier(request.identifier()))
                .call(licence ->
                        uses.note(licence.id(), "retrieved", purpose, Optional.empty(), who, RequestId.of(http)))
                .map(this::answer);
    }

    private static LicenceIdentifier identifier(String typed) {
        try {
            var read = LicenceIdentifier.read(typed);
            if (read.isCheckRight()) {
                return read.identifier();
            }
        } catch (IllegalArgumentException otherForm) {
            // answered below, as a wrong check character is
        }
        throw Problem.of(ProblemType.LICENCE_IDENTIFIER_INVALID)
                .fault("/identifier", "check", "格式或校验位不符", "its form or its check character is wrong");
    }

    private RestResponse<LicenceView> answer(Licence licence) {
        return RestResponse.ResponseBuilder.ok(LicenceView.of(licence, LocalDate.now(clock), catalogue.get()))
                .header("ETag", EntityVersion.tag(licence.chain().newest().number()))
                .header("Cache-Control", "private, no-store")
                .build();
    }
}
