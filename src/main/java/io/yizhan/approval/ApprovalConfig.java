package io.yizhan.approval;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.yizhan.platform.config.AtLeast;
import io.yizhan.platform.config.AtMost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "yizhan.approval")
public interface ApprovalConfig {
    /** How long a claim holds unless it is claimed again. */
    @WithDefault("4h")
    Duration lease();

    /** Files one opinion may have. */
    @WithDefault("20")
    @AtLeast(1)
    @AtMost(200)
    int attachments();

    /** The hall's own review plans; those of the release unless set. */
    Optional<Path> plans();
}
