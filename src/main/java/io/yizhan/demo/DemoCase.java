package io.yizhan.demo;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.yizhan.casework.CaseAct;
import io.yizhan.casework.Cases;
import io.yizhan.casework.FormField;
import io.yizhan.casework.MaterialChoice;
import io.yizhan.casework.MoveCase;
import io.yizhan.casework.SubmitCase;
import io.yizhan.casework.SubmitRequest;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.material.DepositMaterial;
import io.yizhan.material.DepositMaterial.Document;
import io.yizhan.material.Match;
import io.yizhan.material.MatchMaterials;
import io.yizhan.platform.IdempotencyKey;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One made-up application: reuses what is offered and supplies the rest. */
@Singleton
class DemoCase {
    private static final String KEY_PREFIX = "demo-hall-0000000-";

    private final MatchMaterials matching;
    private final DepositMaterial depositing;
    private final SubmitCase submitting;
    private final MoveCase moving;
    private final Cases cases;
    private final Clock clock;

    DemoCase(
            MatchMaterials matching,
            DepositMaterial depositing,
            SubmitCase submitting,
            MoveCase moving,
            Cases cases,
            Clock clock) {
        this.matching = matching;
        this.depositing = depositing;
        this.submitting = submitting;
        this.moving = moving;
        this.cases = cases;
        this.clock = clock;
    }

    /** Whether this applicant has a case: the persona's are made last. */
    Uni<Boolean> exists(AuthenticatedCaller applicant) {
        return cases.hasAny(applicant.subject());
    }

    /** The id of the case, made now or at an earlier start. */
    Uni<UUID> submit(AuthenticatedCaller applicant, String item, String name) {
        var application = matching.applicationFor(item, applicant, clock.instant());
        return matching.match(applicant, application)
                .chain(matches -> choices(applicant, matches, name))
                .map(choices -> new SubmitRequest(item, form(), choices, null))
                .chain(request -> submitting.submit(
                        request, applicant, IdempotencyKey.parse(KEY_PREFIX + name), KEY_PREFIX + name))
                .map(submitted -> id(submitted.location()));
    }

    Uni<Void> withdraw(AuthenticatedCaller applicant, UUID id) {
        return moving.move(MoveCase.Command.of(
                        id, new CaseAct.Withdraw(), applicant, 1, Optional.empty(), KEY_PREFIX + "withdrawal"))
                .replaceWithVoid()
                .onFailure(DemoCase::isDoneBefore)
                .recoverWithNull();
    }

    private static boolean isDoneBefore(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.VERSION_CHANGED;
    }

    private static UUID id(String location) {
        return UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    }

    private static List<FormField> form() {
        return List.of(
                new FormField("address", "示范区示范路1号", FormField.Kind.ANSWER),
                new FormField("truthCommitment", "所填内容属实", FormField.Kind.COMMITMENT));
    }

    private Uni<List<MaterialChoice>> choices(AuthenticatedCaller applicant, List<Match> matches, String name) {
        return Multi.createFrom()
                .iterable(matches)
                .filter(DemoCase::needsChoice)
                .onItem()
                .transformToUniAndConcatenate(match -> choice(applicant, match, name))
                .collect()
                .asList();
    }

    private static boolean needsChoice(Match match) {
        return match.outcome() == Match.Outcome.OFFERED
                || match.outcome() == Match.Outcome.OFFERED_TO_CONFIRM
                || match.requirement().necessity().equals("required") && match.outcome() == Match.Outcome.SUPPLY;
    }

    private Uni<MaterialChoice> choice(AuthenticatedCaller applicant, Match match, String name) {
        var type = match.requirement().materialType().code();
        if (match.outcome() != Match.Outcome.SUPPLY) {
            return Uni.createFrom()
                    .item(new MaterialChoice(type, match.usable().get(0).id(), true, false));
        }
        return upload(applicant, type, name);
    }

    /** A fresh upload. */
    Uni<MaterialChoice> upload(AuthenticatedCaller applicant, String type, String name) {
        return depositing
                .deposit(applicant, document(type, name))
                .map(material -> new MaterialChoice(type, material, false, false));
    }

    private Document document(String type, String name) {
        var issued = LocalDate.now(clock).minusMonths(2);
        var content = "%%PDF-1.4\n%% demo %s %s\n%%%%EOF\n".formatted(type, name);
        return new Document(
                type,
                "示范签发机关",
                Optional.of(issued),
                Optional.of(issued.plusYears(5)),
                content.getBytes(StandardCharsets.UTF_8),
                "application/pdf");
    }
}
