package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.yizhan.identity.GradedNumber.Verdict;
import io.yizhan.identity.Subjects.Registered;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Registers persons and organisations, once per number. A suspicious number is accepted from somebody who says they have
 * confirmed it against its register; that is recorded with who and when.
 */
@Singleton
public final class RegisterSubject {
    /** Whether whoever registers has looked the number up in its register. */
    public enum Confirmation {
        NOT_CONFIRMED,
        CONFIRMED_AGAINST_REGISTRY
    }

    private final IdentityNumbers numbers;
    private final Subjects subjects;

    RegisterSubject(IdentityNumbers numbers, Subjects subjects) {
        this.numbers = numbers;
        this.subjects = subjects;
    }

    /**
     * @param phone mainland mobile number, where one-time codes go
     * @return the id of the person registered under this number, now or before
     * @throws Problem {@code identity-number-invalid}, {@code identity-number-suspicious}
     */
    public Uni<SubjectId> person(
            IdentityKind kind, String number, String name, String phone, Confirmation confirmation, Cause cause) {
        return register(kind, number, name, Optional.of(phone), Optional.empty(), confirmation, cause)
                .map(Registered::id);
    }

    /**
     * @param legalRepresentative a registered person, who may act for the organisation from then on
     * @return the id of the organisation registered under this code, now or before
     * @throws Problem {@code identity-number-invalid}, {@code identity-number-suspicious}, {@code subject-not-found}
     */
    public Uni<SubjectId> organisation(
            String creditCode, String name, SubjectId legalRepresentative, Confirmation confirmation, Cause cause) {
        return register(
                        IdentityKind.CREDIT_CODE,
                        creditCode,
                        name,
                        Optional.empty(),
                        Optional.of(legalRepresentative),
                        confirmation,
                        cause)
                .map(Registered::id);
    }

    Uni<Registered> register(
            IdentityKind kind,
            String raw,
            String name,
            Optional<String> phone,
            Optional<SubjectId> legalRepresentative,
            Confirmation confirmation,
            Cause cause) {
        return Uni.createFrom()
                .item(() -> accept(numbers.grade(kind, raw), confirmation))
                .call(graded -> refuseUnknown(legalRepresentative))
                .chain(graded -> subjects.add(
                        new Registration(
                                graded.number().orElseThrow(),
                                name.strip(),
                                phone,
                                legalRepresentative,
                                graded.reasons()),
                        cause));
    }

    private static GradedNumber accept(GradedNumber graded, Confirmation confirmation) {
        if (graded.verdict() == Verdict.INVALID) {
            throw refusal(ProblemType.IDENTITY_NUMBER_INVALID, graded.reasons());
        }
        if (graded.verdict() == Verdict.SUSPICIOUS && confirmation == Confirmation.NOT_CONFIRMED) {
            throw refusal(ProblemType.IDENTITY_NUMBER_SUSPICIOUS, graded.reasons());
        }
        return graded;
    }

    static Problem refusal(ProblemType type, List<NumberReason> reasons) {
        var problem = Problem.of(type);
        for (var reason : reasons) {
            problem = problem.fault(
                    "/number", reason.word(), "证件号码：" + reason.word(), "identity number: " + reason.word());
        }
        return problem;
    }

    private Uni<Subject> refuseUnknown(Optional<SubjectId> legalRepresentative) {
        if (legalRepresentative.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        return subjects.get(legalRepresentative.get()).invoke(RegisterSubject::refuseOrganisation);
    }

    private static void refuseOrganisation(Subject representative) {
        if (!representative.number().kind().isPerson() || representative.isDisabled()) {
            throw Problem.of(ProblemType.SUBJECT_NOT_FOUND);
        }
    }
}
