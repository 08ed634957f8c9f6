package io.yizhan.platform.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.UUID;
import org.hibernate.AnnotationException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EntitySessionsTest {
    private static final String TABLE =
            "create table if not exists thing (id uuid primary key, version integer not null)";

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Entity
    @Table(name = "thing")
    static class Thing {
        @Id
        UUID id;

        @Version
        int version;
    }

    @Entity
    static class WithoutId {
        String name;
    }

    @Test
    void goesOnWhereItWasAskedAlthoughTheModelIsMadeElsewhere() throws Throwable {
        var sessions = new EntitySessions(vertx, pool);
        var contexts = new ArrayList<Context>();
        for (int i = 0; i < 2; i++) {
            VertxContextSupport.subscribeAndAwait(() -> {
                contexts.add(Vertx.currentContext());
                return sessions.withSession(session -> {
                    contexts.add(Vertx.currentContext());
                    return Uni.createFrom().item(1);
                });
            });
        }
        assertThat(contexts).hasSize(4);
        assertThat(contexts.get(0)).isSameAs(contexts.get(1));
        assertThat(contexts.get(2)).isSameAs(contexts.get(3));
        sessions.close();
    }

    @Test
    void keepsWhatWasPersistedOnThePoolOfEverybody() throws Throwable {
        var sessions = new EntitySessions(vertx, pool, Thing.class);
        var thing = new Thing();
        thing.id = UUID.randomUUID();
        pool.query(TABLE).executeAndAwait();
        try {
            VertxContextSupport.subscribeAndAwait(() -> sessions.withTransaction(session -> session.persist(thing)));
            var found = VertxContextSupport.subscribeAndAwait(
                    () -> sessions.withSession(session -> session.find(Thing.class, thing.id)));
            assertThat(found).isNotSameAs(thing);
            assertThat(found.version).isZero();
        } finally {
            pool.query("drop table thing").executeAndAwait();
            sessions.close();
        }
    }

    @Test
    void triesAgainWhenNoModelCouldBeMade() {
        var sessions = new EntitySessions(vertx, pool, WithoutId.class);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(() ->
                            sessions.withSession(session -> Uni.createFrom().item(1))))
                    .isInstanceOf(AnnotationException.class);
        }
    }
}
