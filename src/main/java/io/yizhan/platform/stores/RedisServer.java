package io.yizhan.platform.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Redis, listening on loopback, that keeps nothing on disk: whatever it holds can be built again. A server that
 * a killed JVM left behind is taken over, warm as it is, if it knows our password.
 */
final class RedisServer {
    static final String NAME = "redis";

    /** Enough for a hall; at the bound the least recently used entry goes, as every entry can be built again. */
    private static final String MAX_MEMORY = "512mb";

    private static final long PATIENCE_MILLIS = 10_000;

    private final Path folder;
    private final Path program;
    private final StoreNotes notes;

    private RedisServer(Path folder, Path program, StoreNotes notes) {
        this.folder = folder.resolve(NAME);
        this.program = program;
        this.notes = notes;
    }

    static RedisServer in(Path folder, Binaries binaries, StoreNotes notes) {
        return new RedisServer(folder, binaries.redisServer(), notes);
    }

    void start() {
        if (talk().isPresent()) {
            return;
        }
        Folders.createPrivate(folder);
        var port = notes.freePort(NAME);
        Folders.writePrivate(folder.resolve("redis.conf"), configuration(port));
        Program.of(List.of(), program, List.of(folder.resolve("redis.conf").toString()))
                .run();
        awaitAnswer();
    }

    int port() {
        return notes.port(NAME);
    }

    String password() {
        return notes.password(NAME);
    }

    Optional<ProcessHandle> process() {
        return talk().flatMap(ProcessHandle::of);
    }

    void stop() {
        process().ifPresent(server -> StopAtExit.end(server, PATIENCE_MILLIS));
    }

    private String configuration(int port) {
        return """
                bind 127.0.0.1
                port %d
                requirepass %s
                daemonize yes
                pidfile "%s"
                logfile "%s"
                loglevel warning
                dir "%s"
                save ""
                appendonly no
                maxmemory %s
                maxmemory-policy allkeys-lru
                """.formatted(
                port, password(), folder.resolve("redis.pid"), folder.resolve("server.log"), folder, MAX_MEMORY);
    }

    private Optional<Long> talk() {
        return RedisTalk.processId(port(), password());
    }

    private void awaitAnswer() {
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (talk().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StartRefused("The embedded Redis does not answer; it said: " + lastWords());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private String lastWords() {
        try {
            var lines = Files.readAllLines(folder.resolve("server.log"));
            return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
