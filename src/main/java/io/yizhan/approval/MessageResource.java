package io.yizhan.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.approval.CaseMessages.CaseMessage;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.http.RequestId;
import io.yizhan.platform.pg.Once;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/cases/{id}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "messages", description = "What the applicant and the officers write to each other about a case")
@Cancellable(false)
class MessageResource {
    private final Caller caller;
    private final CaseMessages messages;
    private final Once once;

    MessageResource(Caller caller, CaseMessages messages, Once once) {
        this.caller = caller;
        this.messages = messages;
        this.once = once;
    }

    record NewMessage(@NotBlank @Size(max = 2000) String text) {}

    @POST
    @RolesAllowed({"applicant", "clerk", "officer"})
    @Operation(operationId = "writeMessage", summary = "Write to the other side of the case")
    @Extension(
            name = "x-problems",
            value = "case-not-found,idempotency-key-missing,idempotency-key-invalid,idempotency-key-reused")
    public Uni<CaseMessage> write(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid NewMessage message,
            HttpServerRequest http) {
        var author = caller.snapshot();
        var requestId = RequestId.of(http);
        var command = new Once.Command(
                author.subject() + "/" + author.actor(),
                "POST /v1/cases/{id}/messages",
                IdempotencyKey.parse(key),
                id,
                message);
        return once.run(
                        command,
                        CaseMessage.class,
                        transaction -> messages.write(transaction, id, message.text(), author, requestId))
                .map(Once.Answer::value);
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record MessagePage(List<CaseMessage> messages, Optional<String> next) {}

    @GET
    @RolesAllowed({"applicant", "clerk", "officer"})
    @Operation(operationId = "listMessages", summary = "The messages of a case, newest first")
    @Extension(name = "x-problems", value = "case-not-found,cursor-invalid")
    public Uni<MessagePage> list(
            @PathParam("id") UUID id,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return messages.list(id, caller.snapshot(), cursor.map(Cursor::id), limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), MessagePage::new));
    }

    /** @param upTo the newest message that was shown */
    record ReadMark(@NotNull UUID upTo) {}

    @POST
    @Path("/read")
    @RolesAllowed({"applicant", "clerk", "officer"})
    @Operation(operationId = "markMessagesRead", summary = "Say up to which message one has read")
    @APIResponse(responseCode = "204", description = "Noted")
    @Extension(name = "x-problems", value = "case-not-found")
    public Uni<Void> markRead(@PathParam("id") UUID id, @NotNull @Valid ReadMark mark) {
        return messages.markRead(id, mark.upTo(), caller.snapshot());
    }
}
