package io.yizhan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** On what and with what a run was made. */
final class Machine {
    private Machine() {}

    static Map<String, Object> conditions(Options options, JvmFlags flags) {
        var conditions = new LinkedHashMap<String, Object>();
        conditions.put("commit", said("git", "describe", "--always", "--dirty", "--abbrev=12"));
        conditions.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        conditions.put("cores", Runtime.getRuntime().availableProcessors());
        conditions.put("processor", processor());
        conditions.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        conditions.put("serverJvmFlags", flags.toString());
        conditions.put("cases", options.cases());
        conditions.put("rounds", options.rounds());
        conditions.put("measurementSeconds", options.measurement().toMillis() / 1e3);
        conditions.put("warmUpSeconds", options.warmUp().toMillis() / 1e3);
        return conditions;
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    private static String said(String... command) {
        try {
            var process = new ProcessBuilder(command).start();
            return new String(process.getInputStream().readAllBytes()).strip();
        } catch (IOException absent) {
            return "unknown";
        }
    }
}
