package io.yizhan.platform.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One call of a short-lived program, and what it said when it failed. */
final class Program {
    private final String name;
    private final List<String> words;

    private Program(String name, List<String> words) {
        this.name = name;
        this.words = List.copyOf(words);
    }

    static Program of(String... words) {
        return new Program(words[0], List.of(words));
    }

    static Program of(List<String> prefix, Path binary, List<String> arguments) {
        var words = new ArrayList<>(prefix);
        words.add(binary.toString());
        words.addAll(arguments);
        return new Program(binary.getFileName().toString(), words);
    }

    /** @throws StartRefused with what the program said, when it does not end with 0 */
    void run() {
        var output = new StringBuilder();
        if (exitCode(output) != 0) {
            throw new StartRefused(
                    name + " failed: " + output.toString().strip().replaceAll("\\s*\\R\\s*", "; "));
        }
    }

    boolean succeeds() {
        try {
            return exitCode(new StringBuilder()) == 0;
        } catch (UncheckedIOException noSuchProgram) {
            return false;
        }
    }

    private int exitCode(StringBuilder output) {
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        forgetClientSettings(builder.environment());
        try {
            var process = builder.start();
            process.getOutputStream().close();
            output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return process.waitFor();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was interrupted.");
        }
    }

    /** A developer's PGPORT or PGDATA must not reach our own server. */
    private static void forgetClientSettings(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
    }
}
