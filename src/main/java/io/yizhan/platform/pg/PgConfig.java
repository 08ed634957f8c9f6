package io.yizhan.platform.pg;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "yizhan.pg")
interface PgConfig {
    /** Requests that may wait for a connection; past it one is refused at once. 512 are served by 16 connections in 2 s
     * if each holds its connection for 60 ms, several times what the slowest transaction takes. */
    @WithDefault("512")
    @AtLeast(1)
    int maxWaiting();

    /** Longest wait for a connection, well below the 3 to 5 s after which a person tries again. */
    @WithDefault("2s")
    Duration acquireTimeout();

    /** Longest wait for a row that another transaction holds; past it the answer is "running already". */
    @WithDefault("1s")
    Duration lockTimeout();

    /** Longest run of one statement; on the server, so that it ends even when nobody waits for it any more. */
    @WithDefault("10s")
    Duration statementTimeout();

    /** A transaction that its owner forgot is rolled back, and its locks with it. */
    @WithDefault("10s")
    Duration idleInTransactionTimeout();

    /** A server that does not acknowledge what was sent for this long is gone (Linux native transport only). */
    @WithDefault("12s")
    Duration silenceTimeout();

    /** Prepared statements kept per connection; the service has fewer, so none is prepared twice. */
    @WithDefault("512")
    @AtLeast(1)
    int cachedStatements();

    /** Longest SQL that is kept prepared, in characters; the submission is by far the longest. */
    @WithDefault("32768")
    @AtLeast(1)
    int longestCachedStatement();

    /** Reads under way on one pipelined connection, of which each event loop has one; past it one is refused at once.
     * They are answered one after the other: 1024 of 50 µs are 50 ms. */
    @WithDefault("1024")
    @AtLeast(1)
    int maxPipelined();

    /** Longest wait for the answer to a pipelined read. Those behind it wait too, so its connection is given up with it. */
    @WithDefault("2s")
    Duration pipelinedTimeout();

    /** A pipelined connection is replaced after this, so that after a failover none stays with the old server. */
    @WithDefault("15m")
    Duration pipelinedLifetime();

    /** Where the migration finds the database, as JDBC wants to be told; user and password are the pool's. */
    Optional<String> migrationUrl();
}
