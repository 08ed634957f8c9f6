package io.yizhan.platform.stores;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The embedded servers of one data folder, and their end with the JVM.
 *
 * <p>The folder holds {@code lock}, {@code stores.properties} (ports and passwords), {@code keys.properties}, {@code
 * postgres}, {@code redis}, {@code bin} (the unpacked servers), and whatever the features keep in files.
 */
public final class LocalStores implements AutoCloseable {
    /** What a reset leaves: the lock it holds, and what the class path would unpack again. */
    private static final Set<String> KEPT_BY_RESET = Set.of("lock", "bin");

    private final DataFolder folder;
    private final Binaries binaries;
    private @Nullable PostgresServer postgres;
    private @Nullable RedisServer redis;
    private @Nullable StopAtExit hook;

    private LocalStores(DataFolder folder, Binaries binaries) {
        this.folder = folder;
        this.binaries = binaries;
    }

    /** @throws StartRefused when another process uses the folder */
    public static LocalStores open(Path folder) {
        return open(folder, folder.resolve("bin"));
    }

    /** As {@link #open(Path)}, with the unpacked servers in a folder that several data folders share. */
    public static LocalStores open(Path folder, Path binaries) {
        var absolute = folder.toAbsolutePath().normalize();
        return new LocalStores(DataFolder.open(absolute), new Binaries(binaries.toAbsolutePath()));
    }

    /** Removes a folder nobody uses any more, and ends the servers that still run on it. */
    public static void discard(Path folder, Path binaries) {
        DataFolder.tryOpen(folder.toAbsolutePath().normalize())
                .filter(DataFolder::isNewToThisJvm)
                .ifPresent(abandoned -> new LocalStores(abandoned, new Binaries(binaries.toAbsolutePath())).delete());
    }

    public Path folder() {
        return folder.path();
    }

    /** True once per JVM: a live reload finds the folder open. */
    boolean isNewToThisJvm() {
        return folder.isNewToThisJvm();
    }

    @CanIgnoreReturnValue
    public LocalStores startPostgres() {
        var server = PostgresServer.in(folder.path(), binaries, notes());
        server.start();
        postgres = server;
        return this;
    }

    @CanIgnoreReturnValue
    public LocalStores startRedis() {
        var server = RedisServer.in(folder.path(), binaries, notes());
        server.start();
        redis = server;
        return this;
    }

    /** The servers end with the JVM; the next start would find them running otherwise. */
    @CanIgnoreReturnValue
    public LocalStores stopAtExit() {
        folder.lock().ifPresent(lock -> {
            var stop = new StopAtExit(
                    handle(Optional.ofNullable(postgres).flatMap(PostgresServer::process)),
                    handle(Optional.ofNullable(redis).flatMap(RedisServer::process)),
                    lock);
            stop.rehearse();
            Runtime.getRuntime().addShutdownHook(stop);
            hook = stop;
        });
        return this;
    }

    private static List<ProcessHandle> handle(Optional<ProcessHandle> process) {
        return process.map(List::of).orElse(List.of());
    }

    /** Where the started servers are, as Quarkus wants to be told. */
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        if (postgres != null) {
            var address = "//127.0.0.1:" + postgres.port() + "/" + PostgresServer.DATABASE;
            settings.put("quarkus.datasource.reactive.url", "postgresql:" + address);
            settings.put("yizhan.pg.migration-url", "jdbc:postgresql:" + address);
            settings.put("quarkus.datasource.username", PostgresServer.USER);
            settings.put("quarkus.datasource.password", postgres.password());
        }
        if (redis != null) {
            settings.put("quarkus.redis.hosts", "redis://:" + redis.password() + "@127.0.0.1:" + redis.port());
        }
        return settings;
    }

    /** Forgets everything: servers, data, keys, files. Binaries stay. */
    void reset() {
        Progress.say("removing all data in " + folder.path());
        stopServers();
        try (var children = Files.list(folder.path())) {
            children.filter(child -> !KEPT_BY_RESET.contains(child.getFileName().toString()))
                    .forEach(Folders::delete);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot reset " + folder.path(), unreadable);
        }
    }

    /** Stops the servers, keeps the data. */
    @Override
    public void close() {
        if (hook != null) {
            Runtime.getRuntime().removeShutdownHook(hook);
            hook.stopServers();
        }
        folder.close();
    }

    /** Stops the servers and removes the folder. */
    public void delete() {
        if (hook != null) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        stopServers();
        Folders.delete(folder.path());
        folder.close();
    }

    private void stopServers() {
        if (Files.exists(folder.path().resolve(PostgresServer.NAME))) {
            PostgresServer.in(folder.path(), binaries, notes()).stopAtOnce();
        }
        if (Files.exists(folder.path().resolve(RedisServer.NAME))) {
            RedisServer.in(folder.path(), binaries, notes()).stop();
        }
    }

    private StoreNotes notes() {
        return StoreNotes.in(folder.path());
    }
}
