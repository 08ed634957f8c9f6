package io.yizhan.holidays;

import io.yizhan.calendar.HolidayNotice;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A notice as it was loaded.
 *
 * @param digest of everything it says
 * @param loadedBy nobody for one that came with a release
 */
record StoredNotice(int edition, HolidayNotice notice, String digest, Instant loadedAt, Optional<UUID> loadedBy) {}
