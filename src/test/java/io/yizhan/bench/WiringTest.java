package io.yizhan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WiringTest {
    private static final int MIB_PER_GIB = 1024;

    @Test
    void latenciesAreMeasuredWithTheHeapOfTheContainer() throws IOException {
        var options = Files.readString(Path.of("k8s/Containerfile"));
        var memory = number("memory: (\\d+)Gi", Files.readString(Path.of("k8s/base/deployment.yaml"))) * MIB_PER_GIB;

        assertThat(Wiring.CONTAINER.furtherFlags())
                .contains(
                        "-Xms" + memory * number("-XX:InitialRAMPercentage=(\\d+)", options) / 100 + "m",
                        "-Xmx" + memory * number("-XX:MaxRAMPercentage=(\\d+)", options) / 100 + "m",
                        "-XX:MetaspaceSize=" + number("-XX:MetaspaceSize=(\\d+)m", options) + "m");
    }

    private static int number(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return Integer.parseInt(found.group(1));
    }
}
