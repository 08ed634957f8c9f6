package io.yizhan.bench;

import java.net.URI;
import java.util.regex.Pattern;

/** What Redis says about itself. */
record RedisTell(URI redis) {
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

    private long number(String section, String name) {
        var line = Pattern.compile(name + ":(\\d+)").matcher(BenchStores.ask(redis, "INFO " + section));
        if (!line.find()) {
            throw new IllegalStateException("Redis does not tell its " + name);
        }
        return Long.parseLong(line.group(1));
    }
}
