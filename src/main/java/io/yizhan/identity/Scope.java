package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a token allows, which is also the role asked for by {@code @RolesAllowed}. A token carries exactly one. */
public enum Scope {
    APPLICANT,
    CLERK,
    OFFICER,
    KIOSK,
    ADMINISTRATOR,
    /** A department's own system. */
    SYSTEM;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Held by a person because an administrator granted it. */
    boolean isStaff() {
        return this == CLERK || this == OFFICER || this == ADMINISTRATOR;
    }

    /** @throws IllegalArgumentException when there is no such scope */
    @JsonCreator
    static Scope of(String word) {
        for (var scope : values()) {
            if (scope.word().equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("no such scope");
    }
}
