package io.yizhan.platform.http;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.executable.ExecutableValidator;
import java.lang.annotation.ElementType;
import java.util.concurrent.TimeUnit;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate Validator without its extension, which reads every class with rules before a start goes on. Here it begins a moment after
 * the start, in a worker, and reads a class when that is first asked for; a request that comes earlier begins it itself.
 */
@Singleton
final class ParameterRules {
    private static final long UNTIL_STARTED = TimeUnit.SECONDS.toMillis(1);

    private final Vertx vertx;
    private volatile @Nullable ValidatorFactory factory;
    private volatile @Nullable ExecutableValidator validator;

    ParameterRules(Vertx vertx) {
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        vertx.setTimer(UNTIL_STARTED, timer -> vertx.executeBlocking(this::begin, false));
    }

    ExecutableValidator validator() {
        var begun = validator;
        return begun == null ? begin() : begun;
    }

    private synchronized ExecutableValidator begin() {
        var begun = validator;
        if (begun == null) {
            // what is asked for has no XML, no lazy associations, and texts of our own (ValidationTexts)
            var made = Validation.byProvider(HibernateValidator.class)
                    .configure()
                    .ignoreXmlConfiguration()
                    .messageInterpolator(new ParameterMessageInterpolator())
                    .traversableResolver(new Everything())
                    .buildValidatorFactory();
            factory = made;
            begun = made.getValidator().forExecutables();
            validator = begun;
        }
        return begun;
    }

    void stop(@Observes ShutdownEvent event) {
        var made = factory;
        if (made != null) {
            made.close();
        }
    }

    private static final class Everything implements TraversableResolver {
        @Override
        public boolean isReachable(
                @Nullable Object owner, Path.Node property, Class<?> root, Path path, ElementType kind) {
            return true;
        }

        @Override
        public boolean isCascadable(
                @Nullable Object owner, Path.Node property, Class<?> root, Path path, ElementType kind) {
            return true;
        }
    }
}
