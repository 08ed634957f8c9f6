package io.yizhan.platform.redis;

import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of one event loop: one, or in a cluster one to each master. A redirected command is sent once more. */
final class RedisLines {
    private final ContextInternal home;
    private final RedisClients clients;
    private final RedisConfig config;
    private final RedisMasters masters;
    private final Map<String, RedisLine> byEndpoint = new HashMap<>();
    private @Nullable RedisLine only;

    RedisLines(ContextInternal home, RedisClients clients, RedisConfig config, RedisMasters masters) {
        this.home = home;
        this.clients = clients;
        this.config = config;
        this.masters = masters;
        if (!masters.isCluster()) {
            only = line(clients.endpoints().get(0));
        }
    }

    ContextInternal home() {
        return home;
    }

    /** To be called on the event loop, in the caller's context. */
    void send(RedisCommand command) {
        if (only != null) {
            only.send(command);
            return;
        }
        var endpoint = masters.endpointFor(command.request());
        if (endpoint == null) {
            masters.refresh();
            command.refuse("the masters of the cluster are not known");
        } else {
            line(endpoint).send(new Redirectable(command));
        }
    }

    private RedisLine line(String endpoint) {
        return byEndpoint.computeIfAbsent(
                endpoint, address -> new RedisLine(home, clients, address, config, masters::suspect));
    }

    void close() {
        byEndpoint.values().forEach(RedisLine::close);
    }

    private final class Redirectable extends RedisCommand {
        private final RedisCommand command;

        private Redirectable(RedisCommand command) {
            super(command.request(), command.caller());
            this.command = command;
        }

        @Override
        void answered(@Nullable Response answer) {
            command.answered(answer);
        }

        @Override
        void failed(Throwable failure) {
            var redirection = Redirection.of(failure);
            if (redirection == null) {
                command.failed(failure);
                return;
            }
            var endpoint = clients.endpointAt(redirection.host(), redirection.port());
            masters.redirected(endpoint);
            if (redirection.isAsk()) {
                line(endpoint).send(new Unheard(Request.cmd(Command.ASKING), command));
            }
            line(endpoint).send(new Redirected(command));
        }
    }

    private static final class Redirected extends RedisCommand {
        private final RedisCommand command;

        private Redirected(RedisCommand command) {
            super(command.request(), command.caller());
            this.command = command;
        }

        /** {@code ASKING} is meant for what comes right behind it. */
        @Override
        boolean isSociable() {
            return false;
        }

        @Override
        void answered(@Nullable Response answer) {
            command.answered(answer);
        }

        @Override
        void failed(Throwable failure) {
            command.failed(failure);
        }
    }

    /** Only what is sent after it matters. */
    private static final class Unheard extends RedisCommand {
        private Unheard(Request request, RedisCommand before) {
            super(request, before.caller());
        }

        @Override
        void answered(@Nullable Response answer) {}

        @Override
        void failed(Throwable failure) {}
    }

    /** {@code MOVED 3999 127.0.0.1:6381} for good, {@code ASK …} for this once. */
    private record Redirection(boolean isAsk, String host, int port) {
        private static @Nullable Redirection of(Throwable failure) {
            var words = failure.getMessage() == null
                    ? new String[0]
                    : failure.getMessage().split(" ", 4);
            if (words.length != 3 || !words[0].equals("MOVED") && !words[0].equals("ASK")) {
                return null;
            }
            var colon = words[2].lastIndexOf(':');
            return new Redirection(
                    words[0].equals("ASK"),
                    words[2].substring(0, colon),
                    Integer.parseInt(words[2].substring(colon + 1)));
        }
    }
}
