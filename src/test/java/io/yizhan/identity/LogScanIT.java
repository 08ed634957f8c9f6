package io.yizhan.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs after every other test and reads what all of them have written. */
class LogScanIT {
    private static final Path TARGET = Path.of("target");

    @Test
    void noTestHasWrittenPersonalDataOrATokenAnywhere() throws IOException {
        var outputs = outputs();

        var findings = new ArrayList<String>();
        for (var output : outputs) {
            PersonalNumberScanner.scan(Files.readString(output, StandardCharsets.ISO_8859_1))
                    .forEach(found -> findings.add("%s:%d %s".formatted(output, found.line(), found.kind())));
        }

        assertThat(outputs).as("what tests have written").isNotEmpty();
        assertThat(findings).isEmpty();
    }

    private static List<Path> outputs() throws IOException {
        var outputs = new ArrayList<Path>();
        for (var folder : List.of(TARGET.resolve("surefire-reports"), TARGET.resolve("failsafe-reports"))) {
            if (Files.isDirectory(folder)) {
                try (var reports = Files.walk(folder)) {
                    reports.filter(Files::isRegularFile).forEach(outputs::add);
                }
            }
        }
        try (var logs = Files.newDirectoryStream(TARGET, "*.log")) {
            logs.forEach(outputs::add);
        }
        return outputs;
    }
}
