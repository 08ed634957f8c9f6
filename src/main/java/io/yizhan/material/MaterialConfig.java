package io.yizhan.material;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import java.nio.file.Path;
import java.time.Duration;

@ConfigMapping(prefix = "yizhan.material")
public interface MaterialConfig {
    /** Folder of the content-addressed store. Back it up together with the database. */
    Path folder();

    /** Bytes of one file. Mini-programs give up after 60 seconds: keep it uploadable over a weak network. */
    @WithDefault("10485760")
    @AtLeast(1)
    long maxFileBytes();

    /** Bytes one subject may upload in a day. */
    @WithDefault("104857600")
    @AtLeast(1)
    long maxBytesPerDay();

    /** Pixels of one picture, width times height; a larger one would exhaust whoever opens it. */
    @WithDefault("60000000")
    long maxPixels();

    /** Days by which validity must outlast the day asked for. */
    @WithDefault("0")
    @AtLeast(0)
    int validityMarginDays();

    /** Whether validity must cover the promised completion instead of the day of acceptance. */
    @WithDefault("false")
    boolean validityCoversCompletion();

    /** Copies trusted less are not offered. */
    @WithDefault("D")
    TrustGrade minimumGrade();

    /** Longest life of a copy in Redis, less up to ten per cent so that copies do not expire together. */
    @WithDefault("24h")
    Duration indexTtl();

    /** Longest life of an answer in Redis, made from such a copy: some ten times its size, so it does not stay as long. */
    @WithDefault("10m")
    Duration answerTtl();

    /** Libraries one instance reads from PostgreSQL at once, for matches that found none in Redis; past it they get 503. */
    @WithDefault("256")
    @AtLeast(1)
    int maxReads();

    default ReusePolicy policy() {
        return new ReusePolicy(validityMarginDays(), validityCoversCompletion(), minimumGrade());
    }
}
