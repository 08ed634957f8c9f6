package io.yizhan.approval;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.approval.Desk.DeskCase;
import io.yizhan.approval.Desk.DuePosition;
import io.yizhan.casework.CaseAccess;
import io.yizhan.casework.CaseFiles;
import io.yizhan.casework.CaseMove.Mover;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.CaseView;
import io.yizhan.casework.Cases;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.identity.Caller;
import io.yizhan.platform.Cursor;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.AccessPurpose;
import io.yizhan.platform.http.EntityVersion;
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
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The desk of a clerk or an officer: what lies there, what to take next, and what his department says. */
@Path("/v1/desk")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "desk", description = "Work lists, claims, opinions and searches of staff")
@Cancellable(false)
class DeskResource {

    private final Caller caller;
    private final Desk desk;
    private final DeskCounts counts;
    private final Reviews reviews;
    private final CaseMessages messages;
    private final Cases cases;
    private final CaseFiles files;
    private final Once once;
    private final Pool pool;
    private final Clock clock;

    DeskResource(
            Caller caller,
            Desk desk,
            DeskCounts counts,
            Reviews reviews,
            CaseMessages messages,
            Cases cases,
            CaseFiles files,
            Once once,
            Pool pool,
            Clock clock) {
        this.caller = caller;
        this.desk = desk;
        this.counts = counts;
        this.reviews = reviews;
        this.messages = messages;
        this.cases = cases;
        this.files = files;
        this.once = once;
        this.pool = pool;
        this.clock = clock;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record DeskPage(List<DeskCase> cases, Optional<String> next) {}

    @GET
    @Path("/cases")
    @RolesAllowed({"clerk", "officer"})
    @Operation(operationId = "listDeskCases", summary = "Open cases of the hall or of one's departments, oldest first")
    @Extension(name = "x-problems", value = "cursor-invalid,invalid-request")
    public Uni<DeskPage> list(
            @QueryParam("state") @Size(max = 15) List<String> states,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.list(caller.snapshot(), states(states), cursor.map(Cursor::id), limit + 1)
                .map(found -> Cursor.page(found, limit, last -> Cursor.of(last.id()), DeskPage::new));
    }

    private static Set<CaseState> states(List<String> words) {
        try {
            return words.stream().map(CaseState::ofWord).collect(Collectors.toSet());
        } catch (IllegalArgumentException unknown) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("query:state", "unknown", "没有这种办件状态", "there is no such state");
        }
    }

    @GET
    @Path("/due")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "listDueCases",
            summary = "What is overdue or will be due within some days, the most urgent first")
    @Extension(name = "x-problems", value = "cursor-invalid,invalid-request")
    public Uni<DeskPage> due(
            @QueryParam("days") @DefaultValue("3") @Min(0) @Max(60) int days,
            @QueryParam("cursor") Optional<String> cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.due(
                        caller.snapshot(),
                        LocalDate.now(clock).plusDays(days),
                        cursor.map(DeskResource::duePosition),
                        limit + 1)
                .map(found -> Cursor.page(
                        found, limit, last -> Cursor.of(last.dueOn().orElseThrow() + "/" + last.id()), DeskPage::new));
    }

    private static DuePosition duePosition(String cursor) {
        var position = Cursor.position(cursor);
        var slash = position.indexOf('/');
        try {
            return new DuePosition(
                    LocalDate.parse(position.substring(0, Math.max(0, slash))),
                    UUID.fromString(position.substring(slash + 1)));
        } catch (DateTimeParseException | IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }

    record Counters(List<DeskCounts.Count> counters) {}

    @GET
    @Path("/counters")
    @RolesAllowed({"clerk", "officer"})
    @Operation(operationId = "getDeskCounters", summary = "How many cases lie on each desk, by state")
    public Uni<Counters> counters() {
        var access = CaseAccess.of(caller.snapshot());
        return counts.of(access.departments(), access.isHall()).map(Counters::new);
    }

    /** One of them. */
    record CaseSearch(
            @Nullable @Size(min = 13, max = 40) String queryNumber,
            @Nullable @Size(min = 43, max = 43) String officialNumber,
            @Nullable UUID subjectId) {}

    record Found(List<DeskCase> cases) {}

    @POST
    @Path("/case-searches")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "searchCases",
            summary = "Find cases by query number, official number or subject among those one may see")
    @Extension(name = "x-problems", value = "query-number-invalid,invalid-request")
    public Uni<Found> search(@NotNull @Valid CaseSearch search) {
        var queryNumber = Optional.ofNullable(search.queryNumber()).map(QueryNumber::parse);
        if (queryNumber.isEmpty() && search.officialNumber() == null && search.subjectId() == null) {
            throw Problem.of(ProblemType.INVALID_REQUEST)
                    .fault("/queryNumber", "required", "请给出查询号、办件编号或主体之一", "give one of the three");
        }
        return desk.search(caller.snapshot(), queryNumber.orElse(null), search.officialNumber(), search.subjectId())
                .map(Found::new);
    }

    /**
     * A case as who handles it sees it.
     *
     * @param unreadMessages of the applicant
     */
    record CaseOnDesk(CaseView caseView, List<Review> reviews, long unreadMessages) {}

    @POST
    @Path("/cases/{id}/readings")
    @RolesAllowed({"clerk", "officer"})
    @Operation(
            operationId = "readDeskCase",
            summary = "Read a case with its form, for a stated purpose: the applicant can see who read it")
    @Extension(name = "x-problems", value = "case-not-found,invalid-request")
    public Uni<RestResponse<CaseOnDesk>> read(
            @PathParam("id") UUID id, @NotNull @Valid AccessPurpose.Reading reading, HttpServerRequest http) {
        var reader = caller.snapshot();
        var stated = reading.checked();
        var requestId = RequestId.of(http);
        var access = CaseAccess.of(reader);
        return files.get(pool, id, access)
                .chain(file -> desk.noteRead(file.head().subject(), id, reader, stated, requestId))
                .chain(() -> cases.view(id, access, movers(reader)))
                .chain(view -> reviews.of(pool, id)
                        .chain(opinions -> messages.countUnread(id, CaseMessages.Side.APPLICANT)
                                .map(unread -> new CaseOnDesk(view, opinions, unread))))
                .map(DeskResource::answer);
    }

    private static RestResponse<CaseOnDesk> answer(CaseOnDesk found) {
        return RestResponse.ResponseBuilder.ok(found)
                .header("ETag", EntityVersion.tag(found.caseView().version()))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    private static Set<Mover> movers(AuthenticatedCaller staff) {
        return staff.scopes().contains("officer") ? EnumSet.of(Mover.STAFF, Mover.OFFICER) : EnumSet.of(Mover.STAFF);
    }

    /** @param review absent when nothing waits to be claimed */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Claimed(Optional<Review> review) {}

    @POST
    @Path("/claims")
    @RolesAllowed("officer")
    @Operation(
            operationId = "claimNextReview",
            summary = "Take the most urgent review of one's departments nobody holds")
    @Extension(name = "x-problems", value = "idempotency-key-missing,idempotency-key-invalid,idempotency-key-reused")
    public Uni<Claimed> claimNext(@HeaderParam(IdempotencyKey.HEADER) @Nullable String key, HttpServerRequest http) {
        var officer = caller.snapshot();
        var requestId = RequestId.of(http);
        return once.run(
                        command(
                                officer,
                                "POST /v1/desk/claims",
                                key,
                                officer.actor().value(),
                                ""),
                        Claimed.class,
                        transaction -> reviews.claimNext(transaction, officer, requestId)
                                .map(Claimed::new))
                .map(Once.Answer::value);
    }

    @POST
    @Path("/cases/{id}/claim")
    @RolesAllowed("officer")
    @Operation(operationId = "claimReview", summary = "Claim one's department's review of a case, or claim it longer")
    @Extension(name = "x-problems", value = "review-not-found,review-claimed")
    public Uni<Review> claim(@PathParam("id") UUID id, HttpServerRequest http) {
        var officer = caller.snapshot();
        var requestId = RequestId.of(http);
        return pool.withTransaction(transaction -> reviews.claim(transaction, id, officer, requestId));
    }

    @POST
    @Path("/cases/{id}/hand-back")
    @RolesAllowed("officer")
    @Operation(operationId = "handBackReview", summary = "Give a claimed review back to the department")
    @Extension(name = "x-problems", value = "review-not-found,review-not-claimed")
    public Uni<Review> handBack(@PathParam("id") UUID id, HttpServerRequest http) {
        var officer = caller.snapshot();
        var requestId = RequestId.of(http);
        return pool.withTransaction(transaction -> reviews.handBack(transaction, id, officer, requestId));
    }

    /** @param officer subject id of another officer of the same department */
    record Assignment(@NotNull UUID officer) {}

    @POST
    @Path("/cases/{id}/assignment")
    @RolesAllowed("officer")
    @Operation(operationId = "assignReview", summary = "Give a review to another officer of the department")
    @Extension(name = "x-problems", value = "review-not-found")
    public Uni<Review> assign(@PathParam("id") UUID id, @NotNull @Valid Assignment to, HttpServerRequest http) {
        var officer = caller.snapshot();
        var requestId = RequestId.of(http);
        return pool.withTransaction(transaction -> reviews.reassign(transaction, id, to.officer(), officer, requestId));
    }

    record Opinion(
            @NotNull Review.Outcome outcome,
            @NotBlank @Size(min = 2, max = 2000) String opinion) {}

    @POST
    @Path("/cases/{id}/opinion")
    @RolesAllowed("officer")
    @Operation(
            operationId = "concludeReview",
            summary = "Say what one's department thinks of a claimed case; the last of a stage opens the next")
    @Extension(
            name = "x-problems",
            value =
                    "case-not-found,review-not-found,review-not-claimed,idempotency-key-missing,idempotency-key-invalid,idempotency-key-reused")
    public Uni<Review> conclude(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @NotNull @Valid Opinion opinion,
            HttpServerRequest http) {
        var officer = caller.snapshot();
        var requestId = RequestId.of(http);
        return once.run(
                        command(officer, "POST /v1/desk/cases/{id}/opinion", key, id, opinion),
                        Review.class,
                        transaction -> files.lockAndGet(transaction, id, CaseAccess.of(officer))
                                .chain(file -> reviews.conclude(
                                        transaction, file, opinion.outcome(), opinion.opinion(), officer, requestId)))
                .map(Once.Answer::value);
    }

    private static Once.Command command(
            AuthenticatedCaller caller, String operation, @Nullable String key, UUID resource, Object request) {
        return new Once.Command(
                caller.subject() + "/" + caller.actor(), operation, IdempotencyKey.parse(key), resource, request);
    }
}
