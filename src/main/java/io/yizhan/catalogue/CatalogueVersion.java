package io.yizhan.catalogue;

import java.time.Instant;

/**
 * Which catalogue this is.
 *
 * @param number 1 for the first one published; each later one is one higher
 * @param digest SHA-256 of the files, 64 lower-case hexadecimal digits; the same files always give the same
 */
public record CatalogueVersion(int number, String digest, Instant publishedAt) {}
