package io.yizhan.platform;

/** One sentence in the two languages the hall answers in. */
public record Text(String zh, String en) {}
