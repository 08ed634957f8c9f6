package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that was begun. For a one-time code it looks the same whether or not anybody is registered under the number.
 *
 * @param code what to exchange at once, when the factor needs nothing more from the person
 * @param demoCode the code that would have been sent; in demonstrations only
 */
@Schema(name = "SignIn")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SignInView(
        UUID signInId,
        Instant expiresAt,
        @Nullable String code,
        @Nullable String demoCode) {
    @Override
    public String toString() {
        return "sign-in " + signInId;
    }
}
