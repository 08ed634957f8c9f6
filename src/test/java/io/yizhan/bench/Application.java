package io.yizhan.bench;

import java.util.UUID;

/**
 * An application ready to be submitted, once: its fresh paper is uploaded, everything else is reused.
 *
 * @param subject ordinal of whoever applies
 * @param item implementation code
 * @param upload the fresh paper, not handed in yet
 * @param body of {@code POST /v1/cases}
 */
public record Application(long subject, String item, UUID upload, String body) {}
