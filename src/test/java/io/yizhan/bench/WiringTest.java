package io.yizhan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.deployment.Containerfile;
import io.yizhan.deployment.Manifests;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WiringTest {
    private static final long MIB = 1 << 20;

    @Test
    void latenciesAreMeasuredWithTheHeapOfTheContainer() {
        var options = Containerfile.read().arguments("ENV").get(0);
        var limit = Manifests.container()
                .getResources()
                .getLimits()
                .get("memory")
                .getNumericalAmount()
                .longValueExact();

        assertThat(Wiring.CONTAINER.furtherFlags())
                .contains(
                        "-Xms" + limit / MIB * number("-XX:InitialRAMPercentage=(\\d+)", options) / 100 + "m",
                        "-Xmx" + limit / MIB * number("-XX:MaxRAMPercentage=(\\d+)", options) / 100 + "m",
                        "-XX:MetaspaceSize=" + number("-XX:MetaspaceSize=(\\d+)m", options) + "m");
    }

    private static int number(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return Integer.parseInt(found.group(1));
    }
}
