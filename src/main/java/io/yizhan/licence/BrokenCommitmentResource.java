package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.yizhan.identity.Caller;
import io.yizhan.licence.BrokenCommitments.Position;
import io.yizhan.platform.Cursor;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/broken-commitments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "licences",
        description = "E-licences: what they are worth on a day, copies for a purpose, and who used them")
class BrokenCommitmentResource {
    private final Caller caller;
    private final BrokenCommitments commitments;

    BrokenCommitmentResource(Caller caller, BrokenCommitments commitments) {
        this.caller = caller;
        this.commitments = commitments;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record BrokenCommitmentPage(List<BrokenCommitment> commitments, Optional<String> next) {}

    @GET
    @RolesAllowed("officer")
    @Operation(
            operationId = "listBrokenCommitments",
            summary =
                    "Licences of one's departments that are withheld because a commitment was not kept, the most urgent first")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<BrokenCommitmentPage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return commitments
                .list(caller.snapshot().departments(), cursor.map(BrokenCommitmentResource::position), limit + 1)
                .map(found -> Cursor.page(
                        found,
                        limit,
                        last -> Cursor.of(last.dueOn() + "/" + last.licenceId()),
                        BrokenCommitmentPage::new));
    }

    private static Position position(String cursor) {
        var position = Cursor.position(cursor);
        var slash = position.indexOf('/');
        try {
            return new Position(
                    LocalDate.parse(position.substring(0, Math.max(0, slash))),
                    UUID.fromString(position.substring(slash + 1)));
        } catch (DateTimeParseException | IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }
}
