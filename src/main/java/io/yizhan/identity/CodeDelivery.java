package io.yizhan.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Delivers one-time codes after the answer is given: waiting for the gateway would tell registered numbers from unknown
 * ones by the time it takes. A lost code costs the person one more try.
 */
@Singleton
final class CodeDelivery {
    private static final Logger LOG = Logger.getLogger(CodeDelivery.class);

    private final Optional<CodeSender> sender;
    private final Subjects subjects;
    private final boolean isDemo;
    private final Counter failures;

    CodeDelivery(Vertx vertx, IdentityConfig config, Subjects subjects, MeterRegistry metrics) {
        this.isDemo = config.code().demo();
        this.sender = config.code().gatewayUrl().map(url -> new CodeGateway(vertx, url, config.code()));
        this.subjects = subjects;
        this.failures = Counter.builder("yizhan.identity.code.failures")
                .description("One-time codes that could not be handed to the gateway")
                .register(metrics);
    }

    /** Codes are shown in the answer instead of sent. */
    boolean isDemo() {
        return isDemo;
    }

    boolean isAvailable() {
        return isDemo || sender.isPresent();
    }

    /** Returns at once; nobody waits for the outcome. */
    void start(SubjectId person, String code, Instant expiresAt) {
        sender.ifPresent(gateway -> subjects.get(person)
                .chain(subject -> send(gateway, subject, code, expiresAt))
                .subscribe()
                .with(sent -> LOG.debug("a one-time code was handed over"), this::failed));
    }

    private static Uni<Void> send(CodeSender gateway, Subject subject, String code, Instant expiresAt) {
        return subject.phone()
                .map(phone -> gateway.send(phone, code, expiresAt))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private void failed(Throwable failure) {
        failures.increment();
        LOG.warnf(
                "a one-time code could not be handed over: %s",
                failure.getClass().getSimpleName());
    }
}
