package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.Set;

/** One filled-in field of an item's form. Its value is never shown in {@link #toString}. */
public record FormField(
        @NotNull @Pattern(regexp = "[a-zA-Z][a-zA-Z0-9_.]{0,63}") String name,

        @NotNull @Size(max = 2000) String value,
        Kind kind) {

    /** What a field is. Only answers may be offered again in a later case. */
    public enum Kind {
        ANSWER,
        SIGNATURE,
        COMMITMENT,
        CONSENT;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** A client may forget to mark these; the name gives them away. */
    private static final Set<String> GIVEN_ONCE = Set.of("signature", "commitment", "consent", "declaration");

    public FormField {
        kind = kind == null ? Kind.ANSWER : kind;
    }

    /** Signatures, commitments and consents are given afresh every time. */
    boolean mayBeOfferedAgain() {
        return kind == Kind.ANSWER && GIVEN_ONCE.stream().noneMatch(name.toLowerCase(Locale.ROOT)::startsWith);
    }

    @Override
    public String toString() {
        return name;
    }
}
