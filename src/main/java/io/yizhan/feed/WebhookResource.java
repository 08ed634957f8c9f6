package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.feed.Webhooks.By;
import io.yizhan.feed.Webhooks.ParkedDelivery;
import io.yizhan.feed.Webhooks.Registered;
import io.yizhan.feed.Webhooks.WebhookView;
import io.yizhan.identity.Caller;
import io.yizhan.platform.CreditCodeCheck;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.RequestId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "webhooks", description = "Where departments have their events sent to")
@Cancellable(false)
class WebhookResource {
    private final Caller caller;
    private final Webhooks webhooks;
    private final WebhookClient client;

    WebhookResource(Caller caller, Webhooks webhooks, WebhookClient client) {
        this.caller = caller;
        this.webhooks = webhooks;
        this.client = client;
    }

    /**
     * Where a department wants its events.
     *
     * @param department credit code
     * @param url https, without user or fragment, leading to an address events are sent to
     */
    record WebhookRequest(
            @NotBlank @Size(max = 18) String department,
            @NotBlank @Size(max = 500) String url) {
        void check() {
            if (!CreditCodeCheck.of(department).isValid()) {
                throw Problem.of(ProblemType.INVALID_REQUEST)
                        .fault("/department", "CreditCode", "部门代码有误", "not a department's credit code");
            }
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("administrator")
    @Operation(
            operationId = "registerWebhook",
            summary =
                    "Have a department's events sent to an address from now on; the secret that signs them is shown once")
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            content = @Content(schema = @Schema(implementation = Registered.class)))
    @Extension(name = "x-problems", value = "webhook-address-refused")
    public Uni<RestResponse<Registered>> register(@NotNull @Valid WebhookRequest request, HttpServerRequest http) {
        request.check();
        var by = by(http);
        return client.find(request.url())
                .invoke(WebhookResource::refuseUnlessFound)
                .chain(found -> webhooks.register(request.department(), request.url(), by))
                .map(registered -> RestResponse.ResponseBuilder.<Registered>create(RestResponse.Status.CREATED)
                        .entity(registered)
                        .header("Cache-Control", "no-store")
                        .build());
    }

    private static void refuseUnlessFound(Optional<WebhookClient.Receiver> receiver) {
        if (receiver.isEmpty()) {
            throw Problem.of(
                            ProblemType.WEBHOOK_ADDRESS_REFUSED,
                            "只接受可解析到公网（或经许可的内网）的 https 地址。",
                            "Only https addresses that lead to public or expressly allowed networks are accepted.")
                    .fault("/url", "address", "不接受的地址", "not an address events are sent to");
        }
    }

    record WebhookList(List<WebhookView> webhooks) {}

    @GET
    @RolesAllowed("administrator")
    @Operation(operationId = "listWebhooks", summary = "All webhooks and how they fare")
    public Uni<WebhookList> list() {
        return webhooks.list().map(WebhookList::new);
    }

    @DELETE
    @Path("/{webhook}")
    @RolesAllowed("administrator")
    @Operation(operationId = "removeWebhook", summary = "Send nothing there any more; the feed still has everything")
    @APIResponse(responseCode = "204", description = "Removed")
    @Extension(name = "x-problems", value = "webhook-not-found")
    public Uni<Void> remove(@PathParam("webhook") UUID webhook, HttpServerRequest http) {
        return webhooks.remove(webhook, by(http));
    }

    @POST
    @Path("/{webhook}/resumption")
    @RolesAllowed("administrator")
    @Operation(
            operationId = "resumeWebhook",
            summary = "Try a suspended or failing receiver now; it gets everything since it stopped, in order")
    @APIResponse(responseCode = "204", description = "It is tried")
    @Extension(name = "x-problems", value = "webhook-not-found")
    public Uni<Void> resume(@PathParam("webhook") UUID webhook, HttpServerRequest http) {
        return webhooks.resume(webhook, by(http));
    }

    /** @param secret shown this once */
    record RenewedSecret(String secret) {
        @Override
        public String toString() {
            return "secret";
        }
    }

    @POST
    @Path("/{webhook}/secret")
    @RolesAllowed("administrator")
    @Operation(
            operationId = "renewWebhookSecret",
            summary = "Sign with another secret, shown once, from now on; nothing that waits is lost")
    @Extension(name = "x-problems", value = "webhook-not-found")
    public Uni<RestResponse<RenewedSecret>> renew(@PathParam("webhook") UUID webhook, HttpServerRequest http) {
        return webhooks.renewSecret(webhook, by(http))
                .map(secret -> RestResponse.ResponseBuilder.ok(new RenewedSecret(secret))
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ParkedDeliveries(List<ParkedDelivery> deliveries, Optional<String> next) {}

    @GET
    @Path("/{webhook}/parked")
    @RolesAllowed("administrator")
    @Operation(operationId = "listParkedDeliveries", summary = "Events the receiver did not take in the time there was")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<ParkedDeliveries> parked(
            @PathParam("webhook") UUID webhook,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit) {
        var after = cursor.map(Cursor::number).orElse(0L);
        return webhooks.parked(webhook, after, limit + 1)
                .map(found ->
                        Cursor.page(found, limit, last -> Cursor.of(last.event().position()), ParkedDeliveries::new));
    }

    /** @param count events that are sent again */
    record ReplayedDeliveries(int count) {}

    @POST
    @Path("/{webhook}/replay")
    @RolesAllowed("administrator")
    @Operation(operationId = "replayDeliveries", summary = "Send all parked events of a webhook again, in their order")
    @Extension(name = "x-problems", value = "webhook-not-found")
    public Uni<ReplayedDeliveries> replay(@PathParam("webhook") UUID webhook, HttpServerRequest http) {
        return webhooks.replay(webhook, by(http)).map(ReplayedDeliveries::new);
    }

    private By by(HttpServerRequest http) {
        return new By(caller.actor().value(), RequestId.of(http));
    }
}
