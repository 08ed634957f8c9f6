package io.yizhan.feed;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;

/**
 * Carries notices to people. It is told a subject's id and a text; where that leads to a phone or an account is the channel's business,
 * so that no number passes through here. A notice may come twice, with the same id.
 */
interface NoticeChannel {
    /** Answers those that are not in the channel's hands now and why; fails when none is. They are sent again. */
    Uni<Map<Notice, Throwable>> send(List<Notice> notices);
}
