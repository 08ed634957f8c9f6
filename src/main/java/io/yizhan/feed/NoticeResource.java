package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.feed.NoticeInbox.InboxNotice;
import io.yizhan.feed.Notices.ParkedNotice;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.http.RequestId;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/notices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "notices", description = "What people are told of their cases")
@Cancellable(false)
class NoticeResource {
    private final Caller caller;
    private final NoticeInbox inbox;
    private final Notices notices;

    NoticeResource(Caller caller, NoticeInbox inbox, Notices notices) {
        this.caller = caller;
        this.inbox = inbox;
        this.notices = notices;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record NoticePage(List<InboxNotice> notices, Optional<String> next) {}

    @GET
    @RolesAllowed("applicant")
    @Operation(
            operationId = "listNotices",
            summary = "The inbox of whoever is signed in, newest first; empty where a gateway carries notices instead")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<NoticePage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        var before = cursor.map(Cursor::number).orElse(Long.MAX_VALUE);
        return inbox.list(caller.subject().value(), before, limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), NoticePage::new));
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ParkedNotices(List<ParkedNotice> notices, Optional<String> next) {}

    @GET
    @Path("/parked")
    @RolesAllowed("administrator")
    @Operation(operationId = "listParkedNotices", summary = "Notices the channel did not take in the time there was")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<ParkedNotices> parked(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit) {
        var after = cursor.map(Cursor::number).orElse(0L);
        return notices.parked(after, limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), ParkedNotices::new));
    }

    /** @param count notices that are sent again */
    record ReplayedNotices(int count) {}

    @POST
    @Path("/replay")
    @RolesAllowed("administrator")
    @Operation(operationId = "replayNotices", summary = "Send all parked notices again")
    public Uni<ReplayedNotices> replay(HttpServerRequest http) {
        return notices.replay(caller.actor().value(), RequestId.of(http)).map(ReplayedNotices::new);
    }
}
