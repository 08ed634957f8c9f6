package io.yizhan.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.yizhan.casework.Submissions.Written;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.HeldMaterial;
import io.yizhan.material.Library;
import io.yizhan.material.MatchMaterials;
import io.yizhan.material.Materials;
import io.yizhan.material.ReusableMaterials;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Turns an application into a case: decided on what PostgreSQL holds, written whole or not at all. */
@Singleton
public final class SubmitCase {
    private static final int FURTHER_TRIES = 2;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";

    private final MatchMaterials matching;
    private final Materials materials;
    private final ReusableMaterials reusable;
    private final Submissions submissions;
    private final SubmissionBatches batches;
    private final SealedForm forms;
    private final ObjectMapper json;
    private final CaseworkConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SubmitCase(
            MatchMaterials matching,
            Materials materials,
            ReusableMaterials reusable,
            Submissions submissions,
            SubmissionBatches batches,
            SealedForm forms,
            ObjectMapper json,
            CaseworkConfig config,
            Clock clock) {
        this.matching = matching;
        this.materials = materials;
        this.reusable = reusable;
        this.submissions = submissions;
        this.batches = batches;
        this.forms = forms;
        this.json = json;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The answer to a submission.
     *
     * @param body the receipt, as JSON, byte for byte the same for a repeat
     * @param location path of the case
     */
    public record Submitted(String body, String location, boolean isReplay) {}

    /** A repeat with the same key answers the first call's receipt, whatever has changed since. */
    public Uni<Submitted> submit(
            SubmitRequest request, AuthenticatedCaller caller, IdempotencyKey key, String requestId) {
        var attempt = new Attempt(request, caller, key, fingerprint(request), requestId);
        return decided(attempt)
                .chain(decision -> written(attempt, decision))
                .onFailure(Problem.class)
                .recoverWithUni(problem -> replayOr(attempt, problem))
                .call(written -> publish(caller, written))
                .map(written -> new Submitted(written.body(), written.location(), written.isReplay()));
    }

    private record Attempt(
            SubmitRequest request,
            AuthenticatedCaller caller,
            IdempotencyKey key,
            byte[] fingerprint,
            String requestId) {}

    private record Decision(MatchMaterials.Application application, Library library, List<UsedMaterial> materials) {}

    private Uni<Decision> decided(Attempt attempt) {
        return Uni.createFrom()
                .item(() -> matching.applicationFor(
                        attempt.request().implementationCode(), attempt.caller(), clock.instant()))
                .chain(application -> materials
                        .libraryWith(attempt.caller().subject().value(), chosen(attempt.request()))
                        .map(library -> decide(attempt, application, library)));
    }

    private static List<UUID> chosen(SubmitRequest request) {
        return request.materials().stream()
                .map(MaterialChoice::materialId)
                .filter(Objects::nonNull)
                .toList();
    }

    private Decision decide(Attempt attempt, MatchMaterials.Application application, Library library) {
        var handedIn =
                library.materials().stream().filter(HeldMaterial::isHandedIn).toList();
        var uploads =
                library.materials().stream().filter(held -> !held.isHandedIn()).toList();
        var matches = matching.decide(attempt.caller(), application, handedIn);
        return new Decision(
                application,
                library,
                ChoosingMaterials.choose(matches, attempt.request().materials(), uploads));
    }

    private Uni<Written> written(Attempt attempt, Decision decision) {
        return Uni.createFrom()
                .deferred(() -> write(submission(attempt, decision)))
                .onFailure(SubmitCase::isWorthAnotherTry)
                .retry()
                .atMost(FURTHER_TRIES);
    }

    private Uni<Written> write(Submission submission) {
        return batches.write(submission).chain(outcome -> submissions.settled(submission, outcome));
    }

    /**
     * Nothing was written: the random query number was taken, a row was held by another for longer than a lock may be
     * waited for, or two submissions of one subject met crosswise.
     */
    private static boolean isWorthAnotherTry(Throwable failure) {
        return failure instanceof PgException refused
                && ("cases_query_number".equals(refused.getConstraint())
                        || LOCK_NOT_AVAILABLE.equals(refused.getSqlState())
                        || DEADLOCK.equals(refused.getSqlState()));
    }

    private Submission submission(Attempt attempt, Decision decision) {
        var id = UuidCreator.getTimeOrderedEpoch();
        var queryNumber = QueryNumber.next(attempt.caller().subject().bucket(), random);
        return new Submission(
                id,
                attempt.caller(),
                attempt.key(),
                attempt.fingerprint(),
                decision.application(),
                decision.library(),
                queryNumber,
                forms.sealForm(id, attempt.request().form()),
                decision.materials(),
                endedTypes(decision.materials()),
                Optional.ofNullable(attempt.request().draftVersion()),
                written(receipt(id, queryNumber, decision)),
                attempt.requestId());
    }

    private List<String> endedTypes(List<UsedMaterial> materials) {
        return materials.stream()
                .filter(used -> !used.isReused())
                .flatMap(used -> config.ends().getOrDefault(used.material().materialType(), List.of()).stream())
                .toList();
    }

    private Receipt receipt(UUID id, QueryNumber queryNumber, Decision decision) {
        var application = decision.application();
        var item = application.item();
        return new Receipt(
                id,
                Submissions.OFFICIAL_NUMBER,
                queryNumber.toString(),
                queryNumber.printed(),
                config.publicAddress() + "/kiosk/#" + queryNumber,
                item.implementationCode(),
                item.nameZh(),
                item.nameEn(),
                CaseState.SUBMITTED,
                1,
                application.moment(),
                application.promisedOn(),
                application.isProvisional(),
                (int) decision.materials().stream()
                        .filter(UsedMaterial::isReused)
                        .count(),
                decision.materials().stream().map(Receipt.ReceiptMaterial::of).toList(),
                PaperToBring.of(application.catalogue(), item));
    }

    private Uni<Written> replayOr(Attempt attempt, Problem problem) {
        return Uni.createFrom()
                .item(attempt)
                .emitOn(SubmitCase::nextTurn)
                .chain(repeated -> submissions.replay(repeated.caller(), repeated.key(), repeated.fingerprint()))
                .onFailure(
                        unreadable -> problem.type() == ProblemType.OUTCOME_UNKNOWN && !(unreadable instanceof Problem))
                .transform(unreadable -> problem)
                .map(replayed -> replayed.orElseThrow(() -> problem));
    }

    /** Of the event loop: in this one, the pool would offer the very connection that has just been lost. */
    private static void nextTurn(Runnable work) {
        Optional.ofNullable(Vertx.currentContext())
                .ifPresentOrElse(context -> context.runOnContext(turn -> work.run()), work);
    }

    /** For a repeat too: the process that wrote it may have died before it came to this. */
    private Uni<Void> publish(AuthenticatedCaller caller, Written written) {
        var holder = caller.subject().value();
        return written.library()
                .map(library -> reusable.changed(holder, library))
                .or(() -> written.libraryVersion().map(version -> reusable.changed(holder, version)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Over the parsed request, not over raw bytes: clients and proxies write the same JSON differently. */
    private byte[] fingerprint(SubmitRequest request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(written(request).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
