package io.yizhan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.yizhan.platform.MovableClock;
import io.yizhan.platform.MovedClockProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every script once, then every rule of every feature over the whole database. */
@QuarkusTest
@TestProfile(MovedClockProfile.class)
class PlayLivesTest {
    @Inject
    PlayLives lives;

    @Inject
    MovableClock clock;

    @AfterEach
    void returnToPresent() {
        clock.returnToPresent();
    }

    @Test
    void reachesEverythingAndLeavesNothingBroken() throws Throwable {
        var played = VertxContextSupport.subscribeAndAwait(
                () -> lives.play(LifeScript.all().size(), "lives-" + System.nanoTime()));

        assertThat(played.missing()).isEmpty();
        assertThat(played.findings()).isEmpty();

        clock.returnToPresent();
        assertThatThrownBy(() -> VertxContextSupport.subscribeAndAwait(lives::refuseSecondPlay))
                .hasMessageContaining("-Dyizhan.reset");
    }
}
