package io.yizhan.platform.pg;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a start asks PostgreSQL before anything else may use it. Asked one question behind the other while the router is put
 * together, so that nobody waits for the connection to be opened.
 */
@Singleton
class OpeningQuestions {
    private final StartConnection connection;
    private @Nullable Asked asked;

    /** @param history the migrations applied, by file name, with their checksums */
    private record Asked(
            CompletableFuture<List<String>> weakSettings, CompletableFuture<Map<String, Integer>> history) {}

    OpeningQuestions(StartConnection connection) {
        this.connection = connection;
    }

    void ahead(@Observes Filters router) {
        var unused = asked();
    }

    /** As {@link DurabilityCheck#weakSettings}. */
    List<String> weakSettings() {
        return answer(asked().weakSettings());
    }

    /** As {@link Migration#history}. */
    Map<String, Integer> history() {
        return answer(asked().history());
    }

    private synchronized Asked asked() {
        var before = asked;
        if (before == null) {
            before = ask();
            asked = before;
        }
        return before;
    }

    private Asked ask() {
        return new Asked(
                connection.opened().chain(DurabilityCheck::weakSettings).subscribeAsCompletionStage(),
                connection.opened().chain(Migration::history).subscribeAsCompletionStage());
    }

    private static <T> T answer(CompletableFuture<T> coming) {
        try {
            return coming.get(StartConnection.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException unreachable) {
            throw new IllegalStateException(
                    "PostgreSQL does not answer: see that DATABASE_URL is its address and that it has a connection to spare",
                    unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", interrupted);
        }
    }
}
