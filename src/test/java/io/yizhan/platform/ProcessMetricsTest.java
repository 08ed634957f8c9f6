package io.yizhan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProcessMetricsTest {
    @Inject
    MeterRegistry registry;

    /** One of each kind. */
    @Test
    void theProcessAndItsMachineAreMeasuredSoonAfterTheStart() {
        var expected = List.of(
                "jvm.classes.loaded",
                "jvm.memory.usage.after.gc",
                "jvm.memory.used",
                "jvm.threads.live",
                "jvm.info",
                "jvm.gc.max.data.size",
                "process.uptime",
                "process.cpu.usage",
                "process.files.open");

        await().untilAsserted(() -> assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .containsAll(expected));
    }
}
