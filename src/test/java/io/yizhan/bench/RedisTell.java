package io.yizhan.bench;

import java.net.URI;
import java.util.regex.Pattern;

/** What Redis says about itself, and whether it tells anybody what changes. */
record RedisTell(URI redis) {
    /** A line of {@code CLIENT LIST}, of one that tracks keys. */
    private static final Pattern TRACKED = Pattern.compile("(?m)^(?:\\S*\\r\\n)?id=(\\d+) .* flags=\\w*t");

    static RedisTell of(BenchStores stores) {
        return new RedisTell(URI.create(stores.redisUrl()));
    }

    long process() {
        return number("server", "process_id");
    }

    /** Commands run since its start, those of scripts included. */
    long commands() {
        return number("stats", "total_commands_processed");
    }

    /** Ends the connections it tells what changes, and refuses to make others. */
    void tellNobody() {
        allow("-client +client|list +client|kill");
        TRACKED.matcher(BenchStores.ask(redis, "CLIENT LIST"))
                .results()
                .forEach(tracked -> BenchStores.ask(redis, "CLIENT KILL ID " + tracked.group(1)));
    }

    void tellAgain() {
        allow("+client");
    }

    private void allow(String rules) {
        var answer = BenchStores.ask(redis, "ACL SETUSER default " + rules);
        if (!answer.startsWith("+OK")) {
            throw new IllegalStateException("Redis does not change what is allowed: " + answer);
        }
    }

    private long number(String section, String name) {
        var line = Pattern.compile(name + ":(\\d+)").matcher(BenchStores.ask(redis, "INFO " + section));
        if (!line.find()) {
            throw new IllegalStateException("Redis does not tell its " + name);
        }
        return Long.parseLong(line.group(1));
    }
}
