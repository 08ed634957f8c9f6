package io.yizhan.feed;

import io.smallrye.mutiny.Uni;

/**
 * Carries notices to people. It is told a subject's id and a text; where that leads to a phone or an account is the channel's business,
 * so that no number passes through here. A notice may come twice, with the same id.
 */
interface NoticeChannel {
    /** Completes when it is in the channel's hands; fails when it has to be sent again. */
    Uni<Void> send(Notice notice);
}
