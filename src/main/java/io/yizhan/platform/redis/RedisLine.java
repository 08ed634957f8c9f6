package io.yizhan.platform.redis;

import io.vertx.core.Future;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.PooledRedisConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one event loop to one server; touched by that loop alone. Answers come in the order of the commands, so
 * while one is overdue the next would wait behind it: they fail at once instead, until something is heard again. When nothing
 * is heard for long, the connection is given up.
 *
 * <p>One timer sweeps all commands, four times per time limit, while there are any: a command fails after its limit and at
 * most a quarter.
 */
final class RedisLine {
    private static final Logger LOG = Logger.getLogger(RedisLine.class);
    private static final int SWEEPS_PER_LIMIT = 4;

    /** What does no harm when it is done twice: of commands sent together, all are sent again when one has failed. */
    private static final Set<Command> REPEATABLE = Set.of(Command.GET, Command.MGET, Command.EVALSHA);

    private final ContextInternal home;
    private final RedisClients clients;
    private final String endpoint;
    private final RedisConfig config;
    private final Runnable onLost;
    private final long sweepMillis;
    private final int silentSweeps;
    private final ArrayDeque<RedisCommand> inFlight = new ArrayDeque<>();
    private final ArrayDeque<RedisCommand> unsent = new ArrayDeque<>();

    /** In flight as far as others are concerned, to be sent at the end of this turn of the loop. */
    private final List<RedisCommand> gathered = new ArrayList<>();

    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private boolean isConnecting;
    private boolean isPaused;
    private boolean isClosed;
    private boolean wasAway;
    private boolean isOverdue;
    private boolean isSweeping;

    /** Sweeps so far, and how many there had been when something was heard last. */
    private int sweeps;

    private int heard;

    /**
     * @param home of the line; its event loop is the one that may touch it
     * @param onLost told on that loop that the connection was lost or could not be made
     */
    RedisLine(ContextInternal home, RedisClients clients, String endpoint, RedisConfig config, Runnable onLost) {
        this.home = home;
        this.onLost = onLost;
        this.clients = clients;
        this.endpoint = endpoint;
        this.config = config;
        this.sweepMillis = Math.max(1, config.commandTimeout().toMillis() / SWEEPS_PER_LIMIT);
        this.silentSweeps =
                (int) Math.max(SWEEPS_PER_LIMIT + 1, config.silence().toMillis() / sweepMillis);
    }

    /** To be called on the event loop, in the caller's context. */
    void send(RedisCommand command) {
        if (isOverdue) {
            command.refuse("an answer is overdue");
        } else if (isPaused) {
            command.refuse("not connected");
        } else if (inFlight.size() + unsent.size() >= config.maxInFlight()) {
            command.refuse("line is full");
        } else {
            command.enter(this, sweeps);
            if (connection == null) {
                unsent.add(command);
                connect();
            } else {
                transmit(connection, command);
            }
            sweepFromNowOn();
        }
    }

    private void transmit(RedisConnection open, RedisCommand command) {
        inFlight.add(command);
        if (!command.isSociable() || !REPEATABLE.contains(command.request().command())) {
            open.send(command.request()).onComplete(command);
            return;
        }
        gathered.add(command);
        if (gathered.size() == 1) {
            home.runOnContext(turn -> sendGathered());
        }
    }

    /** What was asked for in one turn of the loop, in one write: a write to the socket costs as much as all the rest. */
    private void sendGathered() {
        var open = connection;
        if (open == null || gathered.isEmpty()) {
            return;
        }
        var commands = List.copyOf(gathered);
        gathered.clear();
        if (commands.size() == 1) {
            sendAlone(open, commands.get(0));
        } else {
            open.batch(commands.stream().map(RedisCommand::request).toList())
                    .onSuccess(answers -> tell(commands, answers))
                    .onFailure(oneOfThem -> commands.forEach(command -> sendAlone(open, command)));
        }
    }

    /** Also when one of many has failed, because then the client says of none what was answered. */
    private static void sendAlone(RedisConnection open, RedisCommand command) {
        open.send(command.request()).onComplete(done -> command.caller().emit(done, command));
    }

    private static void tell(List<RedisCommand> commands, List<@Nullable Response> answers) {
        for (int place = 0; place < commands.size(); place++) {
            var command = commands.get(place);
            command.caller().emit(Future.succeededFuture(answers.get(place)), command);
        }
    }

    void heard() {
        isOverdue = false;
        heard = sweeps;
        while (!inFlight.isEmpty() && inFlight.peek().isAnswered()) {
            inFlight.poll();
        }
    }

    private void connect() {
        if (!isConnecting) {
            isConnecting = true;
            home.runOnContext(turn -> connectHere());
        }
    }

    /** Whatever context a client is made in, its connection stays in, so this must not be a request's. */
    private void connectHere() {
        if (!isClosed) {
            var mine = clients.create(endpoint);
            client = mine;
            heard = sweeps;
            mine.connect().onSuccess(open -> connected(mine, open)).onFailure(failure -> lost(mine, failure));
        }
    }

    private void connected(Redis mine, RedisConnection open) {
        if (client != mine) {
            return;
        }
        if (wasAway) {
            LOG.info("Redis is back");
            wasAway = false;
        }
        open.exceptionHandler(failure -> lost(mine, failure));
        open.endHandler(end -> lost(mine, new RedisAway("connection ended")));
        connection = unmetered(open);
        isConnecting = false;
        while (!unsent.isEmpty()) {
            sendLater(unsent.poll());
        }
    }

    /** In its own context, so that its answer comes there too. */
    private void sendLater(RedisCommand command) {
        inFlight.add(command);
        command.caller().runOnContext(turn -> {
            if (connection == null) {
                command.abandon("connection lost");
            } else {
                connection.send(command.request()).onComplete(command);
            }
        });
    }

    /** Half a microsecond per command goes into metrics of the client that repeat what ours say. */
    private static RedisConnection unmetered(RedisConnection open) {
        return open instanceof PooledRedisConnection pooled ? pooled.actual() : open;
    }

    private void lost(Redis mine, Throwable why) {
        if (client != mine) {
            return;
        }
        if (!wasAway) {
            LOG.warnf("Redis is away, PostgreSQL answers meanwhile: %s", why.getMessage());
            wasAway = true;
        }
        client = null;
        connection = null;
        isConnecting = false;
        isOverdue = false;
        isPaused = true;
        home.setTimer(config.reconnectPause().toMillis(), again -> isPaused = false);
        gathered.clear();
        refuse(unsent);
        refuse(inFlight);
        mine.close();
        onLost.run();
    }

    private static void refuse(ArrayDeque<RedisCommand> commands) {
        while (!commands.isEmpty()) {
            commands.poll().abandon("connection lost");
        }
    }

    private void sweepFromNowOn() {
        if (!isSweeping) {
            isSweeping = true;
            heard = sweeps;
            home.setTimer(sweepMillis, timer -> sweep());
        }
    }

    private void sweep() {
        isSweeping = false;
        sweeps++;
        refuseLate(inFlight);
        refuseLate(unsent);
        if (inFlight.isEmpty() && unsent.isEmpty()) {
            return;
        }
        isSweeping = true;
        home.setTimer(sweepMillis, timer -> sweep());
        if (client != null && sweeps - heard > silentSweeps) {
            lost(client, new RedisAway("it is silent"));
        }
    }

    /** They stay in their place: the answer still comes, or the connection is given up. */
    private void refuseLate(ArrayDeque<RedisCommand> commands) {
        for (var command : commands) {
            if (sweeps - command.sweep() <= SWEEPS_PER_LIMIT) {
                return;
            }
            if (!command.isTold()) {
                isOverdue = true;
                command.refuseLater("no answer in time");
            }
        }
    }

    void close() {
        isClosed = true;
        isPaused = true;
        gathered.clear();
        refuse(unsent);
        refuse(inFlight);
        if (client != null) {
            client.close();
            client = null;
            connection = null;
        }
    }
}
