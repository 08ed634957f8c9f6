package io.yizhan.platform;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** For tests that put the clock forward: an application of their own, and timers that fire only when a test says so. */
public final class MovedClockProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("yizhan.timer.pause", "P365D");
    }
}
