package io.yizhan.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The instructions of {@code k8s/Containerfile}, continuation lines joined. */
public record Containerfile(List<String> instructions) {
    public static Containerfile read() {
        String text = text("Containerfile").replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
        return new Containerfile(text.lines().filter(line -> !line.isBlank()).toList());
    }

    /** What of the repository the build may see. */
    static List<String> contextRules() {
        return text("Containerfile.dockerignore").lines().toList();
    }

    List<String> copies() {
        return arguments("COPY");
    }

    /** Where the copied files and folders are after packaging. */
    List<Path> inputs() {
        return copies().stream()
                .map(copy -> Path.of(copy.substring(0, copy.indexOf(' '))))
                .toList();
    }

    public List<String> arguments(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    private static String text(String file) {
        try {
            return Files.readString(Manifests.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
