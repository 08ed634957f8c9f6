package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** A kiosk, or a department's system, proves itself with the secret it was given when it was registered. */
@Singleton
final class DeviceCredential implements FirstFactor {
    private final Devices devices;
    private final SignIns signIns;
    private final Clock clock;

    DeviceCredential(Devices devices, SignIns signIns, Clock clock) {
        this.devices = devices;
        this.signIns = signIns;
        this.clock = clock;
    }

    @Override
    public Factor factor() {
        return Factor.DEVICE;
    }

    @Override
    public Uni<SignInView> begin(SignInRequest request, Cause cause) {
        if (request.wantedScope() != Scope.KIOSK && request.wantedScope() != Scope.SYSTEM) {
            throw Problem.of(ProblemType.FORBIDDEN);
        }
        return devices.check(
                        deviceId(request),
                        Optional.ofNullable(request.deviceSecret()).orElse(""))
                .chain(device -> beginFor(request, device));
    }

    private static SubjectId deviceId(SignInRequest request) {
        try {
            return SubjectId.parse(Optional.ofNullable(request.deviceId()).orElse(""));
        } catch (IllegalArgumentException notAnId) {
            throw Problem.of(ProblemType.SIGN_IN_REFUSED);
        }
    }

    private Uni<SignInView> beginFor(SignInRequest request, SubjectId device) {
        UUID id = SubjectId.inBucket(clock.instant(), device.bucket());
        var code = Secrets.random();
        var beginning = new SignIns.Beginning(
                Factor.DEVICE,
                request.channel().word(),
                request.wantedScope(),
                Optional.of(device),
                Optional.empty(),
                device.bucket());
        return signIns.begin(id, beginning, code).map(expiresAt -> new SignInView(id, expiresAt, code, null));
    }
}
