package io.yizhan.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.platform.pg.EntitySessions;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A public resource with one of everything that can be wrong in a request. */
@Path("/v1/contract-probe")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class Probe {
    private final EntitySessions sessions;

    Probe(Vertx vertx, Pool pool) {
        this.sessions = new EntitySessions(vertx, pool);
    }

    public record Part(@NotNull UUID id, @Min(1) int count) {}

    /** An enum that is read by a method of its own, as the features' enums are. */
    public enum Colour {
        RED;

        @JsonCreator
        static Colour ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public record Body(@NotNull @Size(max = 5) String name, List<@NotNull @Valid Part> parts, Colour colour) {}

    public record Echo(String name) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Echo post(@NotNull @Valid Body body) {
        return new Echo(body.name());
    }

    @GET
    @Path("/{id}")
    @Operation(hidden = true)
    public Echo get(
            @PathParam("id") UUID id,
            @QueryParam("limit") @DefaultValue("20") @Max(100) int limit,
            @HeaderParam("X-Count") @Min(1) Integer count) {
        return new Echo(id.toString());
    }

    @GET
    @Path("/failures/{how}")
    @Operation(hidden = true)
    public Uni<Echo> fail(@PathParam("how") String how) {
        return switch (how) {
            case "hibernate" ->
                sessions.withTransaction(session -> session.createNativeQuery("insert into material_library values"
                                        + " (gen_random_uuid(), 1), ('00000000-0000-0000-0000-000000000000', 1),"
                                        + " ('00000000-0000-0000-0000-000000000000', 1)")
                                .executeUpdate())
                        .map(rows -> new Echo("unexpected"));
            case "unchecked" ->
                Uni.createFrom().failure(new jakarta.validation.UnexpectedTypeException("secret words"));
            case "wrapped" ->
                Uni.createFrom().failure(new IllegalStateException(new jakarta.persistence.OptimisticLockException()));
            default -> throw new IllegalStateException("secret words");
        };
    }
}
