package io.yizhan.casework;

import io.vertx.mutiny.sqlclient.Tuple;
import io.yizhan.identity.AuthenticatedCaller;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which cases somebody may see: an applicant those of the subject, a clerk those of the hall, an officer those of the
 * departments he works for. Every statement about cases for somebody, single or list, carries {@link #PREDICATE}, whose values
 * are its first three.
 */
public record CaseAccess(@Nullable UUID subject, boolean isHall, Set<String> departments) {
    /** Over {@code cases c}. */
    public static final String PREDICATE = """
            (c.subject = $1::uuid or $2::boolean or c.department = any($3::text[])
             or exists (select from case_department taking where taking.case_id = c.id and taking.department = any($3::text[])))
            """;

    /** For what follows from the law, on behalf of nobody. */
    public static final CaseAccess LAW = new CaseAccess(null, true, Set.of());

    public CaseAccess {
        departments = Set.copyOf(departments);
    }

    public static CaseAccess of(AuthenticatedCaller caller) {
        if (caller.scopes().contains("applicant")) {
            return new CaseAccess(caller.subject().value(), false, Set.of());
        }
        if (caller.scopes().contains("clerk")) {
            return new CaseAccess(null, true, Set.of());
        }
        return new CaseAccess(null, false, caller.scopes().contains("officer") ? caller.departments() : Set.of());
    }

    /** The values of the predicate, to which a statement adds its own. */
    public Tuple values() {
        return Tuple.tuple().addValue(subject).addValue(isHall).addValue(departments.toArray(String[]::new));
    }
}
