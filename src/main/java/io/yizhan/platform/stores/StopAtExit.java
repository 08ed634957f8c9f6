package io.yizhan.platform.stores;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.List;

/**
 * Ends the servers when the JVM ends, after the application has let go of them: shutdown hooks run side by side, and
 * PostgreSQL's smart shutdown ({@code SIGTERM}) waits for the last client to leave, so the application can finish its
 * requests. A client that stays (a developer's open console) is cut off after {@link #PATIENCE_MILLIS}.
 *
 * <p>It keeps the folder's lock alive. When it runs, its class loader may be closed already (live reload, or the
 * packaged application's own end), and a class or call site not yet resolved would fail: it uses nothing but the JDK,
 * no lambda, and is rehearsed once.
 */
final class StopAtExit extends Thread {
    /** Longer than {@code quarkus.shutdown.timeout} in the profiles that have embedded stores. */
    private static final long PATIENCE_MILLIS = 15_000;

    private static final long STEP_MILLIS = 20;

    private final List<ProcessHandle> postgres;
    private final List<ProcessHandle> redis;

    private final FileLock lock;

    private final long patience;

    StopAtExit(List<ProcessHandle> postgres, List<ProcessHandle> redis, FileLock lock) {
        this(postgres, redis, lock, PATIENCE_MILLIS);
    }

    private StopAtExit(List<ProcessHandle> postgres, List<ProcessHandle> redis, FileLock lock, long patience) {
        super("yizhan-stores-stop");
        this.postgres = postgres;
        this.redis = redis;
        this.lock = lock;
        this.patience = patience;
    }

    void rehearse() {
        try {
            var sleeper = new ProcessBuilder("sleep", "60").start().toHandle();
            new StopAtExit(List.of(sleeper), List.of(), lock, 0).stopServers();
        } catch (IOException noSuchProgram) {
            Progress.say("cannot rehearse the end: " + noSuchProgram.getMessage());
        }
    }

    @Override
    public void run() {
        stopServers();
    }

    void stopServers() {
        for (int i = 0; i < postgres.size(); i++) {
            end(postgres.get(i), patience);
        }
        for (int i = 0; i < redis.size(); i++) {
            end(redis.get(i), patience);
        }
    }

    /** Ends a server politely, and after the patience impatiently; returns when it has ended. */
    static void end(ProcessHandle server, long patience) {
        try {
            server.destroy();
            if (!ended(server, patience)) {
                new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start();
                if (!ended(server, PATIENCE_MILLIS)) {
                    Progress.say("process " + server.pid() + " does not end; the next start will see to it");
                }
            }
        } catch (IOException | InterruptedException unstoppable) {
            Progress.say("cannot stop process " + server.pid() + ": " + unstoppable.getMessage());
        }
    }

    /** A process that ended but was not yet reaped, as happens where process 1 is no init, has no command any more. */
    private static boolean runs(ProcessHandle server) {
        return server.isAlive() && server.info().command().isPresent();
    }

    private static boolean ended(ProcessHandle server, long patience) throws InterruptedException {
        for (long waited = 0; runs(server); waited += STEP_MILLIS) {
            if (waited >= patience) {
                return false;
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }
}
