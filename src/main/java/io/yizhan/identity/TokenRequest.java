package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is exchanged for tokens: a sign-in with its code, a refresh token, or the calling person's mandate for an
 * organisation.
 */
@Schema(name = "TokenRequest")
public record TokenRequest(
        @NotNull GrantType grantType,
        @Nullable UUID signInId,
        @Nullable @Size(max = 64) String code,
        @Nullable @Size(max = 64) String refreshToken,
        @Nullable UUID mandateId) {

    /** What is given in exchange. */
    public enum GrantType {
        SIGN_IN("signIn"),
        REFRESH_TOKEN("refreshToken"),
        MANDATE("mandate");

        private final String word;

        GrantType(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }

        /** @throws IllegalArgumentException when there is no such grant type */
        @JsonCreator
        static GrantType of(String word) {
            for (var type : values()) {
                if (type.word.equals(word)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("no such grant type");
        }
    }

    @Override
    public String toString() {
        return "token request by " + grantType;
    }
}
