package io.yizhan.space;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.audit.Accesses;
import io.yizhan.audit.Accesses.Access;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.http.RequestId;
import io.yizhan.platform.personal.Erasure;
import io.yizhan.platform.personal.PersonalData;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

@Path("/v1/space")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "space", description = "One's own data: who read it, all of it as a file, what may be erased")
@Cancellable(false)
class SpaceResource {
    private static final String NOTE = "select append_audit($1::uuid, $2, $3, $4, $1::uuid::text, '', $5)";

    private final Caller caller;
    private final Pool pool;
    private final Clock clock;
    private final Accesses accesses;
    private final List<PersonalData> features;

    SpaceResource(Caller caller, Pool pool, Clock clock, Accesses accesses, @All List<PersonalData> features) {
        this.caller = caller;
        this.pool = pool;
        this.clock = clock;
        this.accesses = accesses;
        this.features = features.stream()
                .sorted(Comparator.comparing(PersonalData::kind))
                .toList();
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AccessPage(List<Access> accesses, Optional<String> next) {}

    @GET
    @Path("/accesses")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "listAccesses",
            summary = "Who of the staff has read one's data, when and what for, newest first")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<AccessPage> accesses(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        var before = cursor.map(SpaceResource::seq).orElse(null);
        return accesses.list(pool, caller.subject().value(), before, limit + 1)
                .map(found ->
                        Cursor.page(found, limit, last -> Cursor.of(Integer.toString(last.seq())), AccessPage::new));
    }

    private static Integer seq(String cursor) {
        try {
            return Integer.valueOf(Cursor.position(cursor));
        } catch (NumberFormatException notOurs) {
            throw Cursor.invalid();
        }
    }

    @GET
    @Path("/export")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "exportSpace",
            summary = "Everything the hall holds about one, as a file; at most 10,000 of each kind")
    @APIResponse(
            responseCode = "200",
            description = "A JSON document, one member for each kind of data",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<RestResponse<byte[]>> export(HttpServerRequest http) {
        var subject = caller.subject().value();
        var actor = caller.actor().value();
        var requestId = RequestId.of(http);
        return pool.withTransaction(transaction -> note(transaction, subject, actor, "space.export", requestId)
                        .chain(() -> Multi.createFrom()
                                .iterable(features)
                                .onItem()
                                .transformToUniAndConcatenate(feature -> feature.export(transaction, subject)
                                        .map(data -> new Part(feature.kind(), data)))
                                .collect()
                                .asList()))
                .map(SpaceResource::file);
    }

    private record Part(String kind, JsonArray data) {}

    private static RestResponse<byte[]> file(List<Part> parts) {
        var document = new JsonObject();
        parts.forEach(part -> document.put(part.kind(), part.data()));
        return RestResponse.ResponseBuilder.ok(document.toBuffer().getBytes())
                .header("Content-Disposition", "attachment; filename=\"yizhan-space.json\"")
                .header("Cache-Control", "private, no-store")
                .build();
    }

    /** What became of each kind of data. */
    record Erased(List<Part> parts) {
        record Part(String kind, long erased, long kept, String whyZh, String whyEn) {
            static Part of(Erasure erasure) {
                return new Part(
                        erasure.kind(),
                        erasure.erased(),
                        erasure.kept(),
                        erasure.why().zh(),
                        erasure.why().en());
            }
        }
    }

    @POST
    @Path("/erasure")
    @RolesAllowed("applicant")
    @Operation(
            operationId = "eraseSpace",
            summary = "Erase what may go, and say by which law the rest stays; repeating it erases nothing more")
    public Uni<Erased> erase(HttpServerRequest http) {
        var subject = caller.subject().value();
        var actor = caller.actor().value();
        var requestId = RequestId.of(http);
        return pool.withTransaction(transaction -> note(transaction, subject, actor, "space.erase", requestId)
                        .chain(() -> Multi.createFrom()
                                .iterable(features)
                                .onItem()
                                .transformToUniAndConcatenate(feature -> feature.erase(transaction, subject))
                                .collect()
                                .asList()))
                .map(erasures ->
                        new Erased(erasures.stream().map(Erased.Part::of).toList()));
    }

    private Uni<Void> note(SqlConnection transaction, UUID subject, UUID actor, String action, String requestId) {
        return transaction
                .preparedQuery(NOTE)
                .execute(Tuple.of(subject, OffsetDateTime.now(clock), actor, action, requestId))
                .replaceWithVoid();
    }
}
