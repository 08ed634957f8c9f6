package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A clerk at a window vouches for the person in front of them, whose document they have checked. Only ever for applying:
 * nobody becomes staff by the word of a colleague.
 */
@Singleton
final class Vouching implements FirstFactor {
    private final Caller caller;
    private final IdentityNumbers numbers;
    private final Subjects subjects;
    private final SignIns signIns;
    private final Clock clock;

    Vouching(Caller caller, IdentityNumbers numbers, Subjects subjects, SignIns signIns, Clock clock) {
        this.caller = caller;
        this.numbers = numbers;
        this.subjects = subjects;
        this.signIns = signIns;
        this.clock = clock;
    }

    @Override
    public Factor factor() {
        return Factor.VOUCH;
    }

    @Override
    public Uni<SignInView> begin(SignInRequest request, Cause cause) {
        var clerk = caller.snapshot();
        if (!clerk.scopes().contains(Scope.CLERK.word()) || request.wantedScope() != Scope.APPLICANT) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
        var number = StatedNumber.of(request.kind(), request.number()).person(numbers);
        return subjects.find(number)
                .map(found -> accept(found, clerk))
                .call(person -> subjects.noteVouching(person, Cause.of(clerk, cause.requestId())))
                .chain(person -> begin(request, person, clerk));
    }

    private static SubjectId accept(Optional<Subject> found, Caller clerk) {
        var person = found.filter(subject -> !subject.isDisabled())
                .map(Subject::id)
                .orElseThrow(() -> Problem.of(ProblemType.SUBJECT_NOT_FOUND));
        if (person.equals(clerk.actor())) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
        return person;
    }

    private Uni<SignInView> begin(SignInRequest request, SubjectId person, Caller clerk) {
        var id = SubjectId.inBucket(clock.instant(), person.bucket());
        var code = Secrets.random();
        var beginning = new SignIns.Beginning(
                Factor.VOUCH,
                request.channel().word(),
                Scope.APPLICANT,
                Optional.of(person),
                Optional.of(clerk.actor()),
                person.bucket());
        return signIns.begin(id, beginning, code).map(expiresAt -> view(id, expiresAt, code));
    }

    private static SignInView view(UUID id, Instant expiresAt, String code) {
        return new SignInView(id, expiresAt, code, null);
    }
}
