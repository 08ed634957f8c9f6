package io.yizhan.identity;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How someone wants to prove who they are.
 *
 * @param factor {@code code}: one-time code to the registered phone; {@code vouch}: the calling clerk vouches for the
 *     person in front of them; {@code device}: the own credential of a kiosk, or, with scope {@code system}, of a
 *     department's system
 * @param scope one role, {@code applicant} unless stated; staff roles must have been granted
 */
@Schema(name = "SignInRequest")
record SignInRequest(
        @NotNull Channel channel,
        @NotNull Factor factor,
        @Nullable Scope scope,
        @Nullable IdentityKind kind,
        @Nullable @Size(max = 64) String number,
        @Nullable @Size(max = 64) String deviceId,
        @Nullable @Size(max = 128) String deviceSecret) {

    Scope wantedScope() {
        return Optional.ofNullable(scope).orElse(factor == Factor.DEVICE ? Scope.KIOSK : Scope.APPLICANT);
    }

    @Override
    public String toString() {
        return "sign-in by " + factor;
    }
}
