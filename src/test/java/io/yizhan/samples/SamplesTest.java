package io.yizhan.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.demo.DemoPersonas;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample that no longer does what it says fails here, not in front of a newcomer. */
@QuarkusTest
class SamplesTest {
    private static final Path SAMPLES = Path.of("samples");

    @TestHTTPResource
    URI address;

    @BeforeEach
    void personasAreRegistered() {
        DemoPersonas.register();
    }

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void answersAsTheSampleSaysTheFirstTimeAndTheSecond(Path sample) throws Exception {
        var file = HttpFile.read(sample);

        new Conversation(file, host()).hold();
        new Conversation(file, host()).hold();
    }

    @Test
    void hasSamplesThatBeginWhereTheServiceListens() throws IOException {
        assertThat(samples()).hasSizeGreaterThanOrEqualTo(6).allSatisfy(sample -> assertThat(
                        HttpFile.read(sample).variables())
                .containsEntry("host", "http://localhost:8080"));
    }

    private String host() {
        return address.toString().replaceAll("/$", "");
    }
}
