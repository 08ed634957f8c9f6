package io.yizhan.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.feed.Reports.Batch;
import io.yizhan.feed.Reports.BatchView;
import io.yizhan.feed.Reports.Receipt;
import io.yizhan.identity.Caller;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Path("/v1/report-batches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "reports", description = "The five data sets reported upward, fetched and acknowledged batch by batch")
@Cancellable(false)
class ReportResource {
    private final Caller caller;
    private final Reports reports;
    private final FeedConfig config;

    ReportResource(Caller caller, Reports reports, FeedConfig config) {
        this.caller = caller;
        this.reports = reports;
        this.config = config;
    }

    @GET
    @Path("/next")
    @RolesAllowed("system")
    @Operation(
            operationId = "getNextReportBatch",
            summary =
                    "The first batch that is not acknowledged, the same until it is; for the system of the department that reports")
    @APIResponse(
            responseCode = "200",
            description = "A batch",
            content = @Content(schema = @Schema(implementation = Batch.class)))
    @APIResponse(responseCode = "204", description = "All is reported and acknowledged")
    @Extension(name = "x-problems", value = "forbidden")
    public Uni<RestResponse<Batch>> next() {
        refuseOthers();
        return reports.next().map(found -> found.map(batch -> RestResponse.ResponseBuilder.ok(batch)
                        .header("Cache-Control", "private, no-store")
                        .build())
                .orElseGet(RestResponse::noContent));
    }

    /** One department's system carries the reports of the whole hall; a system of any other sees its own cases alone. */
    private void refuseOthers() {
        if (config.report().receiver().filter(caller.departments()::contains).isEmpty()) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
    }

    /**
     * What the receiver has stored.
     *
     * @param digest as in the batch
     * @param rowCount as counted
     */
    record ReportReceipt(
            @NotBlank @Size(max = 64) String digest, @Min(1) int rowCount) {}

    @POST
    @Path("/{number}/acknowledgement")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("system")
    @Operation(
            operationId = "acknowledgeReportBatch",
            summary = "Say that a batch is stored, so that the next one comes")
    @APIResponse(responseCode = "204", description = "Acknowledged, now or before")
    @Extension(name = "x-problems", value = "report-batch-not-found,report-receipt-mismatch,forbidden")
    public Uni<Void> acknowledge(
            @PathParam("number") long number, @NotNull @Valid ReportReceipt receipt, HttpServerRequest http) {
        refuseOthers();
        return reports.acknowledge(
                new Receipt(number, receipt.digest(), receipt.rowCount()),
                caller.actor().value(),
                RequestId.of(http));
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ReportBatchPage(List<BatchView> batches, Optional<String> next) {}

    @GET
    @RolesAllowed("administrator")
    @Operation(
            operationId = "listReportBatches",
            summary = "Batches and how they fare, newest first, without their rows")
    @Extension(name = "x-problems", value = "cursor-invalid")
    public Uni<ReportBatchPage> list(
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit) {
        var before = cursor.map(Cursor::number).orElse(Long.MAX_VALUE);
        return reports.list(before, limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.number()), ReportBatchPage::new));
    }
}
