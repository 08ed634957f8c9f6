package io.yizhan.platform.pg;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.boot.registry.classloading.internal.TcclLookupPrecedence;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.pool.ReactiveConnectionPool;
import org.hibernate.reactive.pool.impl.ExternalSqlClientPool;
import org.hibernate.reactive.provider.ReactiveServiceRegistryBuilder;
import org.hibernate.reactive.provider.service.NoJdbcConnectionProvider;
import org.hibernate.reactive.vertx.VertxInstance;
import org.hibernate.reactive.vertx.impl.ProvidedVertxInstance;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate Reactive for the entities of one feature, on the pool of everybody. Its model is made in a worker when it is first used, or
 * some seconds after the start: a start has no use for it and would wait a quarter of a second. Making it is tried again at the next
 * use when it fails.
 */
public final class EntitySessions {
    private static final Logger LOG = Logger.getLogger(EntitySessions.class);
    private static final long UNTIL_STARTED = TimeUnit.SECONDS.toMillis(5);

    private static final Map<String, Object> SETTINGS = Map.of(
            // nothing is asked of the server; the version is the oldest one that the service runs on
            AvailableSettings.ALLOW_METADATA_ON_BOOT,
            false,
            AvailableSettings.JAKARTA_HBM2DDL_DB_NAME,
            "PostgreSQL",
            AvailableSettings.JAKARTA_HBM2DDL_DB_MAJOR_VERSION,
            "15",
            AvailableSettings.USE_SECOND_LEVEL_CACHE,
            false,
            AvailableSettings.USE_QUERY_CACHE,
            false,
            // rules are the operations'
            AvailableSettings.JAKARTA_VALIDATION_MODE,
            "none");

    private final Vertx vertx;
    private final Pool pool;
    private final List<Class<?>> entities;
    private volatile Mutiny.@Nullable SessionFactory made;

    public EntitySessions(Vertx vertx, Pool pool, Class<?>... entities) {
        this.vertx = vertx;
        this.pool = pool;
        this.entities = List.of(entities);
    }

    /** To be called at the start. */
    public void makeSoon() {
        vertx.setTimer(UNTIL_STARTED, timer -> inWorker().onSuccess(ready -> LOG.debugf("%s are ready", entities)));
    }

    public <T> Uni<T> withSession(Function<Mutiny.Session, Uni<T>> work) {
        return factory().chain(factory -> factory.withSession(work));
    }

    public <T> Uni<T> withTransaction(Function<Mutiny.Session, Uni<T>> work) {
        return factory().chain(factory -> factory.withTransaction(work));
    }

    /** Goes on where it was called, as sessions belong to one event loop. */
    private Uni<Mutiny.SessionFactory> factory() {
        var known = made;
        return known != null
                ? Uni.createFrom().item(known)
                : Uni.createFrom().emitter(emitter -> inWorker().onComplete(emitter::complete, emitter::fail));
    }

    private io.vertx.core.Future<Mutiny.SessionFactory> inWorker() {
        return vertx.executeBlocking(this::make, false);
    }

    private synchronized Mutiny.SessionFactory make() {
        var known = made;
        if (known == null) {
            known = makeNew();
            made = known;
        }
        return known;
    }

    private Mutiny.SessionFactory makeNew() {
        var registry = registry();
        try {
            var sources = new MetadataSources(registry);
            entities.forEach(sources::addAnnotatedClass);
            return sources.buildMetadata().buildSessionFactory().unwrap(Mutiny.SessionFactory.class);
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "no model of %s could be made; it is tried again at the next use", entities);
            StandardServiceRegistryBuilder.destroy(registry);
            throw failure;
        }
    }

    private StandardServiceRegistry registry() {
        // not that of the thread, which need not be the application's
        var loaders = new BootstrapServiceRegistryBuilder()
                .applyClassLoader(EntitySessions.class.getClassLoader())
                .enableAutoClose();
        loaders.applyTcclLookupPrecedence(TcclLookupPrecedence.NEVER);
        return new ReactiveServiceRegistryBuilder(loaders.build())
                .applySettings(SETTINGS)
                .addService(VertxInstance.class, new ProvidedVertxInstance(vertx))
                .addService(ConnectionProvider.class, NoJdbcConnectionProvider.INSTANCE)
                // no entity is loaded lazily, so no classes need be made for it, nor a thousand be loaded that make
                // them
                .addService(BytecodeProvider.class, new BytecodeProviderImpl())
                .addInitiator(new OnThePool(pool))
                .build();
    }

    /** To be called at the end; the pool stays open. */
    public void close() {
        var known = made;
        if (known != null) {
            known.close();
        }
    }

    private record OnThePool(Pool pool) implements StandardServiceInitiator<ReactiveConnectionPool> {
        @Override
        public Class<ReactiveConnectionPool> getServiceInitiated() {
            return ReactiveConnectionPool.class;
        }

        @Override
        public ReactiveConnectionPool initiateService(
                Map<String, Object> settings, ServiceRegistryImplementor registry) {
            var jdbc = registry.requireService(JdbcServices.class);
            return new ExternalSqlClientPool(
                    pool.getDelegate(), jdbc.getSqlStatementLogger(), jdbc.getSqlExceptionHelper());
        }
    }
}
