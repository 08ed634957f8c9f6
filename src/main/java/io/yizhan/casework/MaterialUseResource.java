package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/materials/{id}/uses")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "space")
class MaterialUseResource {
    /** One row without a case for a material of the holder that was never used, none for anybody else's. */
    private static final String USES = """
            select u.case_id, u.implementation_code, u.state, u.submitted_at, u.material_version, u.manner
            from material m left join lateral (
                select cm.case_id, c.implementation_code, c.state, c.submitted_at, cm.material_version, cm.manner
                from case_material cm join cases c on c.id = cm.case_id
                where cm.material = m.id and ($3::uuid is null or cm.case_id < $3)
                order by cm.case_id desc limit $4) u on true
            where m.id = $1 and m.holder = $2
            """;

    private final Caller caller;
    private final Pool pool;

    MaterialUseResource(Caller caller, Pool pool) {
        this.caller = caller;
        this.pool = pool;
    }

    /**
     * A case in which a material was used.
     *
     * @param materialVersion of the material as it was then
     * @param manner {@code attached}, {@code chosen}, {@code confirmed} or {@code supplied}
     */
    record MaterialUse(
            UUID caseId,
            String implementationCode,
            String state,
            Instant submittedAt,
            int materialVersion,
            String manner) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record UsePage(List<MaterialUse> uses, Optional<String> next) {}

    @GET
    @RolesAllowed("applicant")
    @Operation(
            operationId = "listMaterialUses",
            summary = "The cases in which one of the subject's own materials was used, newest first")
    @Extension(name = "x-problems", value = "material-not-found,cursor-invalid")
    public Uni<UsePage> list(
            @PathParam("id") UUID id,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        var before = cursor.map(Cursor::id).orElse(null);
        return pool.preparedQuery(USES)
                .execute(Tuple.of(id, caller.subject().value(), before, limit + 1))
                .map(rows -> page(rows, limit));
    }

    private static UsePage page(RowSet<Row> rows, int limit) {
        if (rows.size() == 0) {
            throw Problem.of(ProblemType.MATERIAL_NOT_FOUND);
        }
        var found = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> caseOf(row) != null)
                .map(MaterialUseResource::use)
                .toList();
        return Cursor.page(found, limit, last -> Cursor.of(last.caseId()), UsePage::new);
    }

    private static @Nullable UUID caseOf(Row row) {
        return row.getUUID("case_id");
    }

    private static MaterialUse use(Row row) {
        return new MaterialUse(
                row.getUUID("case_id"),
                row.getString("implementation_code"),
                row.getString("state"),
                row.getOffsetDateTime("submitted_at").toInstant(),
                row.getInteger("material_version"),
                row.getString("manner"));
    }
}
