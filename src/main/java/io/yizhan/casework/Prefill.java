package io.yizhan.casework;

import io.smallrye.mutiny.Uni;
import io.yizhan.identity.AuthenticatedCaller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Answers from earlier cases of the same subject, each with where and when it was given. Offered, never filled in silently. */
@Singleton
class Prefill {
    private final Cases cases;
    private final CaseworkConfig config;

    Prefill(Cases cases, CaseworkConfig config) {
        this.cases = cases;
        this.config = config;
    }

    /** An answer that may be taken over. */
    record EarlierAnswer(String name, String value, UUID sourceCase, Instant givenAt) {}

    Uni<List<EarlierAnswer>> answers(AuthenticatedCaller caller) {
        return cases.earlierForms(caller.subject().value(), config.prefillCases())
                .map(Prefill::newestOfEach);
    }

    static List<EarlierAnswer> newestOfEach(List<Cases.EarlierForm> newestFirst) {
        var byName = new LinkedHashMap<String, EarlierAnswer>();
        for (var earlier : newestFirst) {
            for (var field : earlier.form()) {
                if (field.mayBeOfferedAgain()) {
                    byName.putIfAbsent(field.name(), answer(earlier, field));
                }
            }
        }
        return new ArrayList<>(byName.values());
    }

    private static EarlierAnswer answer(Cases.EarlierForm earlier, FormField field) {
        return new EarlierAnswer(
                field.name(),
                field.value(),
                earlier.caseId(),
                earlier.submittedAt().toInstant());
    }
}
