package io.yizhan.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@ConfigMapping(prefix = "yizhan.feed")
public interface FeedConfig {
    /** How often an instance looks for what has to be sent. */
    @WithDefault("1s")
    Duration pause();

    Webhook webhook();

    Notice notice();

    Report report();

    interface Notice {
        /** Where notices are handed to, signed as webhooks are; without it they wait in an inbox. */
        Optional<String> gateway();

        /** What signs them, {@code whsec_} and 32 bytes in base 64. */
        Optional<String> gatewaySecret();

        /** Notices in hand of an instance. */
        @WithDefault("64")
        int batch();

        /** Of them, on their way to a gateway. */
        @WithDefault("16")
        int atOnce();

        /** How long the channel may take for one. */
        @WithDefault("5s")
        Duration timeout();

        @WithDefault("1h")
        Duration longestPause();

        /** How long a notice is tried before it is parked. */
        @WithDefault("3d")
        Duration patience();
    }

    interface Report {
        /** Credit code of the department whose system fetches what is reported; without it nobody does. */
        Optional<String> receiver();

        /** Events of the log that are cut into batches at once. */
        @WithDefault("500")
        int stretch();

        /** How long the rows of a batch are kept after it was acknowledged. */
        @WithDefault("365d")
        Duration keep();
    }

    interface Webhook {
        /** Events read for a webhook at once. */
        @WithDefault("64")
        int batch();

        /** Requests to one receiver at once; the events of a case follow one another. */
        @WithDefault("8")
        int atOnce();

        /** For an answer, from the first byte sent to the head of the answer. */
        @WithDefault("10s")
        Duration timeout();

        /** Longest pause after a receiver that was not there. */
        @WithDefault("10m")
        Duration longestPause();

        /** How long a receiver is tried that takes nothing, and an event that is not taken. */
        @WithDefault("3d")
        Duration patience();

        /** Events that may wait for another turn, of one webhook; past it nothing new is read for it. */
        @WithDefault("1000")
        int mostWaiting();

        /** Whether receivers on this machine are allowed, and plain HTTP to them: for development and tests. */
        @WithDefault("false")
        boolean allowLoopback();

        /** Private networks receivers may be in, such as {@code 10.20.0.0/16}; without it only public addresses are. */
        Optional<List<String>> allowedNetworks();
    }
}
