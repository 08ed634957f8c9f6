package io.yizhan.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SentTogetherTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new SentTogether());

    private void answer() {
        channel.pipeline().write(Unpooled.EMPTY_BUFFER);
        channel.pipeline().flush();
    }

    @Test
    void sendsWhenTheTurnEnds() {
        var sentMeanwhile = new AtomicInteger();
        channel.eventLoop().execute(() -> {
            answer(); // one: a second writing would end the turn of such a channel
            sentMeanwhile.set(channel.outboundMessages().size());
        });

        channel.runPendingTasks();

        assertThat(sentMeanwhile).hasValue(0);
        assertThat(channel.outboundMessages()).hasSize(1);
    }

    @Test
    void sendsAgainInTheNextTurn() {
        answer();
        channel.runPendingTasks();
        answer();
        channel.runPendingTasks();

        assertThat(channel.outboundMessages()).hasSize(2);
    }

    @Test
    void sendsBeforeItCloses() {
        assertThat(sentAfter(() -> channel.pipeline().close())).isOne();
    }

    @Test
    void sendsBeforeItIsTakenOut() {
        assertThat(sentAfter(() -> channel.pipeline().remove(SentTogether.class)))
                .isOne();
    }

    /** In the same turn. */
    private int sentAfter(Runnable end) {
        var sent = new AtomicInteger();
        channel.eventLoop().execute(() -> {
            answer();
            end.run();
            sent.set(channel.outboundMessages().size());
        });
        channel.runPendingTasks();
        return sent.get();
    }
}
