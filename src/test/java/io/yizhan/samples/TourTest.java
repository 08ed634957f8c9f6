package io.yizhan.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.demo.DemoPersonas;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's tour, pasted into a shell as a newcomer does. */
@QuarkusTest
class TourTest {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    /** A refusal ends the shell, so that no answer can pass for another. */
    private static final String STRICT = "set -euo pipefail\ncurl() { command curl --fail-with-body \"$@\"; }\n";

    @TestHTTPResource
    URI address;

    @Test
    void leadsFromTheGuideToAMaterialThatNeedNotBeHandedInAgain() throws Exception {
        assumeTrue(hasShell(), "SKIPPED: the tour needs bash and curl");
        DemoPersonas.register();

        var shell = new ProcessBuilder("bash", "-c", STRICT + tour())
                .redirectErrorStream(true)
                .start();
        var output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).as(output).isZero();
        assertThat(output).contains("\"state\":\"submitted\"", "\"name\":\"王小明\"");
        assertThat(output.substring(output.lastIndexOf("\"IDN009\""))).contains("\"outcome\":\"attached\"");
    }

    private String tour() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        var section = readme.substring(readme.indexOf("## Five minutes"), readme.indexOf("## Who is in"));
        var script = new StringBuilder();
        BLOCK.matcher(section).results().forEach(block -> script.append(block.group(1)));
        return script.toString()
                .replace("http://localhost:8080", address.toString().replaceAll("/$", ""));
    }

    private static boolean hasShell() throws InterruptedException {
        try {
            return new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0;
        } catch (IOException noBash) {
            return false;
        }
    }
}
