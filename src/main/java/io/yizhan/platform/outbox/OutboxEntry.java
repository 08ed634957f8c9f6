package io.yizhan.platform.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that has happened and is committed.
 *
 * @param topic what happened, such as {@code case.submitted}
 * @param key the object it happened to
 * @param version the object's version after it
 * @param at when it was written
 * @param payload JSON; opaque ids only, no personal data
 */
public record OutboxEntry(long id, String topic, UUID key, int version, Instant at, String payload) {}
