package io.yizhan.progress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "yizhan.progress")
interface ProgressConfig {
    /** Keys the entity tags, 32 bytes in base 64, so that a tag tells nothing and cannot be made up. */
    String etagKey();

    /** How long a view may be answered from memory without looking further: the most an answer can be out of date. */
    @WithDefault("1s")
    Duration memory();

    /** Life of a view in Redis. */
    @WithDefault("24h")
    Duration indexTtl();

    /** Longest wait a client may ask for; mini-programs end a request after 60 seconds. */
    @WithDefault("30s")
    Duration longestWait();

    /** Requests held open at once on this instance; past it, waiting requests are answered at once. */
    @WithDefault("20000")
    int maxWaiting();

    /** Requests held open at once for one client. */
    @WithDefault("20")
    int maxWaitingPerClient();

    /** How often a stream that has nothing to tell says so, to keep the connection. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long a stream lasts; clients come back by themselves. */
    @WithDefault("10m")
    Duration longestStream();

    /** Streams open at once on this instance; past it 503. */
    @WithDefault("5000")
    int maxStreams();

    /** Streams open at once for one client. */
    @WithDefault("6")
    int maxStreamsPerClient();

    /**
     * Reads of PostgreSQL at once when Redis does not answer; past it, clients are asked to come back. They stand in one
     * line, and clients who were held up come back all at once: 512 of 0.2 ms are a tenth of a second.
     */
    @WithDefault("512")
    int maxReads();

    /** When a client should ask again, spread by a fifth either way so that kiosks do not fall into step. */
    @WithDefault("30s")
    Duration askAgain();

    /** Questions a client may ask at once, and how many come back each second. */
    int questionsBurst();

    double questionsPerSecond();

    /** The same for numbers that do not exist. A person mistypes; a machine guesses. */
    int missesBurst();

    double missesPerSecond();
}
