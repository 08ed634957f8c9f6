package io.yizhan.platform.timer;

import java.time.Instant;
import java.util.UUID;

/**
 * A timer whose moment has come.
 *
 * @param kind says which {@link TimerHandler} it belongs to
 * @param key the object it is about; one timer of a kind per object
 * @param dueAt the moment it was set for, which may lie well back when no instance was running
 */
public record DueTimer(String kind, UUID key, Instant dueAt) {}
