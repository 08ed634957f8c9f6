package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;

/** Six random digits to the phone the person registered. */
@Singleton
final class OneTimeCode implements FirstFactor {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final IdentityNumbers numbers;
    private final SignIns signIns;
    private final CodeDelivery delivery;

    OneTimeCode(IdentityNumbers numbers, SignIns signIns, CodeDelivery delivery) {
        this.numbers = numbers;
        this.signIns = signIns;
        this.delivery = delivery;
    }

    @Override
    public Factor factor() {
        return Factor.CODE;
    }

    @Override
    public Uni<SignInView> begin(SignInRequest request, Cause cause) {
        if (!delivery.isAvailable()) {
            throw Problem.of(ProblemType.CODE_DELIVERY_UNAVAILABLE).retryAfter(Duration.ofMinutes(5));
        }
        var number = StatedNumber.of(request.kind(), request.number()).person(numbers);
        var code = "%06d".formatted(RANDOM.nextInt(1_000_000));
        return signIns.begin(number, request.channel().word(), request.wantedScope(), code)
                .invoke(begun -> begun.subject().ifPresent(person -> delivery.start(person, code, begun.expiresAt())))
                .map(begun -> new SignInView(begun.id(), begun.expiresAt(), null, delivery.isDemo() ? code : null));
    }
}
