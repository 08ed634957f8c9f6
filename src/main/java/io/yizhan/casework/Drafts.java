package io.yizhan.casework;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.pg.EntitySessions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Drafts, kept by Hibernate Reactive with optimistic versions.
 *
 * <p>Owns {@code draft}: one row per subject and item (unique), content encrypted; deleted by the submission that uses
 * it up. Another subject's draft does not exist.
 */
@Singleton
class Drafts {
    private static final String OF_ITEM = "from Draft where subject = ?1 and implementationCode = ?2";
    private static final String OF_SUBJECT = "from Draft where subject = ?1 order by changedAt desc";
    private static final String ONE = "from Draft where id = ?1 and subject = ?2";
    private static final int MOST = 300;

    private final EntitySessions sessions;
    private final SealedForm sealed;
    private final Clock clock;

    Drafts(Vertx vertx, Pool pool, SealedForm sealed, Clock clock) {
        this.sessions = new EntitySessions(vertx, pool, Draft.class);
        this.sealed = sealed;
        this.clock = clock;
    }

    void start(@Observes StartupEvent started) {
        sessions.makeSoon();
    }

    void stop(@Observes ShutdownEvent event) {
        sessions.close();
    }

    /** The draft for an item, begun now unless there is one. */
    record Opened(Draft draft, boolean isNew) {}

    Uni<Opened> open(AuthenticatedCaller caller, String implementationCode) {
        return find(caller, implementationCode)
                .chain(found -> found.map(draft -> Uni.createFrom().item(new Opened(draft, false)))
                        .orElseGet(() -> begin(caller, implementationCode)));
    }

    private Uni<Optional<Draft>> find(AuthenticatedCaller caller, String implementationCode) {
        return sessions.withSession(session -> session.createSelectionQuery(OF_ITEM, Draft.class)
                        .setParameter(1, caller.subject().value())
                        .setParameter(2, implementationCode)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }

    private Uni<Opened> begin(AuthenticatedCaller caller, String implementationCode) {
        var draft = newDraft(caller, implementationCode);
        return sessions.withTransaction(session -> session.persist(draft))
                .replaceWith(new Opened(draft, true))
                .onFailure(ConstraintViolationException.class)
                .recoverWithUni(() -> begunElsewhere(caller, implementationCode));
    }

    private Uni<Opened> begunElsewhere(AuthenticatedCaller caller, String implementationCode) {
        return find(caller, implementationCode).map(found -> new Opened(found.orElseThrow(Drafts::notFound), false));
    }

    private Draft newDraft(AuthenticatedCaller caller, String implementationCode) {
        var now = OffsetDateTime.now(clock);
        var draft = new Draft();
        draft.id = UuidCreator.getTimeOrderedEpoch();
        draft.bucket = (short) caller.subject().bucket();
        draft.subject = caller.subject().value();
        draft.implementationCode = implementationCode;
        draft.version = 1;
        draft.content = sealed.sealDraft(draft.id, DraftContent.EMPTY);
        draft.channel = caller.channel();
        draft.createdAt = now;
        draft.changedAt = now;
        return draft;
    }

    Uni<Draft> get(AuthenticatedCaller caller, UUID id) {
        return sessions.withSession(session -> one(session, caller, id));
    }

    private static Uni<Draft> one(Mutiny.Session session, AuthenticatedCaller caller, UUID id) {
        return session.createSelectionQuery(ONE, Draft.class)
                .setParameter(1, id)
                .setParameter(2, caller.subject().value())
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(Drafts::notFound);
    }

    /** All drafts of the subject, last changed first; there can be no more than there are items. */
    Uni<List<Draft>> list(AuthenticatedCaller caller) {
        return sessions.withSession(session -> session.createSelectionQuery(OF_SUBJECT, Draft.class)
                .setParameter(1, caller.subject().value())
                .setMaxResults(MOST)
                .getResultList());
    }

    /** Replaces the content of the expected version. */
    Uni<Draft> save(AuthenticatedCaller caller, UUID id, int expectedVersion, DraftContent content) {
        return sessions.withTransaction(session -> one(session, caller, id)
                .invoke(draft -> checkVersion(draft, expectedVersion))
                .invoke(draft -> write(draft, caller, content))
                .call(session::flush));
    }

    private void write(Draft draft, AuthenticatedCaller caller, DraftContent content) {
        draft.content = sealed.sealDraft(draft.id, content);
        draft.channel = caller.channel();
        draft.changedAt = OffsetDateTime.now(clock);
    }

    Uni<Void> discard(AuthenticatedCaller caller, UUID id) {
        return sessions.withTransaction(session -> one(session, caller, id).chain(session::remove));
    }

    DraftContent content(Draft draft) {
        return sealed.openDraft(draft.id, draft.content);
    }

    private static void checkVersion(Draft draft, int expectedVersion) {
        if (draft.version != expectedVersion) {
            throw Problem.of(ProblemType.VERSION_CHANGED, "草稿已在别处保存，请重新读取。", "It was saved elsewhere: read it again.")
                    .with("version", draft.version)
                    .with("channel", draft.channel);
        }
    }

    private static Problem notFound() {
        return Problem.of(ProblemType.DRAFT_NOT_FOUND);
    }
}
