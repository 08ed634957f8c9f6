package io.yizhan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Archives for a fast start, made by a training run of the packaged service against the bench's stores: what it loads is
 * written down, and the next start finds it parsed and linked. For a JDK from 17 an AppCDS archive beside the jar ({@code
 * yizhan.jsa}, from {@code classes.lst}, which another machine or a container image can use to make its own), for a JDK
 * from 25 an AOT cache ({@code yizhan.aot}). An archive fits the very JVM and jars it was made with and is ignored by
 * others.
 */
final class FastStart {
    /**
     * C2 compiles what is hot for minutes, not for the two seconds of a start: during these it competed with the start for
     * the cores (3 of 7 CPU seconds). Under load the thresholds are passed within seconds.
     */
    static final List<String> PATIENT_COMPILER = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=10000",
            "-XX:Tier4CompileThreshold=100000",
            "-XX:Tier4BackEdgeThreshold=4000000");

    private static final int FIRST_WITH_AOT_CACHE = 25;

    /** What is asked at a start and for how long, by kind of archive. */
    private enum Training {
        /** A class costs an AppCDS archive nothing until it is loaded. */
        EVERYTHING(20, true),
        /**
         * An AOT cache is loaded whole before the service begins, whatever of it is needed: 12 µs for each class. Without drafts, whose
         * Hibernate is a third of all, and over before their model is made by itself, a start has 7,000 fewer to load.
         */
        FIRST_SECONDS(3, false);

        private final int rounds;
        private final boolean hasDrafts;

        Training(int rounds, boolean hasDrafts) {
            this.rounds = rounds;
            this.hasDrafts = hasDrafts;
        }
    }

    private final Path java;
    private final Path jar;

    private FastStart(Path java, Path jar) {
        this.java = java;
        this.jar = jar;
    }

    /** @param java the executable the service is going to be run by */
    static FastStart of(Path java, Path jar) {
        return new FastStart(java, jar.toAbsolutePath().normalize());
    }

    /** {@code bench/archive}: for the JDK this runs on, or the one named. */
    public static void main(String[] arguments) {
        var home = arguments.length > 0 ? arguments[0] : System.getProperty("java.home");
        var start = of(Path.of(home, "bin", "java"), jar());
        try (var stores = BenchStores.start()) {
            start.train(stores, BenchData.load(stores, 10_000));
        }
        System.out.println("java @" + Path.of("").toAbsolutePath().relativize(start.argumentFile()));
        System.exit(0);
    }

    static Path jar() {
        return Path.of("target", "quarkus-app", "quarkus-run.jar");
    }

    boolean hasAotCache() {
        return version() >= FIRST_WITH_AOT_CACHE;
    }

    private int version() {
        try (var lines = Files.newBufferedReader(
                java.toRealPath().resolve("../../release").normalize())) {
            var release = new Properties();
            release.load(lines);
            return Runtime.Version.parse(release.getProperty("JAVA_VERSION").replace("\"", ""))
                    .feature();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("what JDK is " + java + "?", unreadable);
        }
    }

    /** As installed, nothing prepared. */
    List<String> plain() {
        return command(List.of());
    }

    /** With the archive, and the flags that go with it. */
    List<String> fast() {
        return command(flags());
    }

    private List<String> flags() {
        var archive =
                hasAotCache() ? "-XX:AOTCache=" + file("yizhan.aot") : "-XX:SharedArchiveFile=" + file("yizhan.jsa");
        return Stream.concat(Stream.of(archive), PATIENT_COMPILER.stream()).toList();
    }

    private List<String> command(List<String> flags) {
        var command = new ArrayList<>(List.of(java.toString()));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private Path file(String name) {
        return jar.resolveSibling(name);
    }

    private Path argumentFile() {
        return file("java.args");
    }

    /** Runs the service once for the archive and writes {@code java.args}, which starts it with it. */
    void train(BenchStores stores, BenchData data) {
        try {
            if (hasAotCache()) {
                Files.deleteIfExists(file("yizhan.aot"));
                run(stores, data, recordingCache(), Training.FIRST_SECONDS);
            } else {
                run(stores, data, List.of("-XX:DumpLoadedClassList=" + file("classes.lst")), Training.EVERYTHING);
                dump();
            }
            var words = new ArrayList<>(flags());
            words.addAll(List.of("-jar", jar.toString()));
            Files.write(argumentFile(), words);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /**
     * Without the profiles of methods: with them, C2 begins at once with everything that was ever hot in training and competes
     * with the start (3.7 instead of 3.0 CPU seconds, and 0.1 s longer, on two cores).
     */
    private List<String> recordingCache() {
        return List.of(
                "-XX:AOTCacheOutput=" + file("yizhan.aot"), "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");
    }

    private void run(BenchStores stores, BenchData data, List<String> recording, Training training) throws IOException {
        var first = FirstAnswer.of(stores, data, file("training.log"));
        // once before, so that the catalogue is published already, as in any start but the first
        FirstAnswer.end(first.start(plain(), Map.of()));
        var started = first.start(command(recording), Map.of());
        ask(training, started.port(), stores, data);
        FirstAnswer.end(started);
    }

    private void dump() throws IOException {
        Files.deleteIfExists(file("yizhan.jsa"));
        var dump = new ProcessBuilder(
                        java.toString(),
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + file("classes.lst"),
                        "-XX:SharedArchiveFile=" + file("yizhan.jsa"),
                        "-cp",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(file("training.log").toFile())
                .start();
        try {
            if (dump.waitFor() != 0) {
                throw new IllegalStateException("no archive was made; see " + file("training.log"));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void ask(Training training, int port, BenchStores stores, BenchData data) {
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var tokens = BenchTokens.of(data);
        for (var application : data.applications(stores, training.rounds)) {
            var subject = application.subject();
            var token = tokens.token(subject);
            ask(client, request(port, "/q/health/ready"));
            ask(client, request(port, "/q/metrics"));
            ask(client, request(port, "/v1/items/" + application.item()));
            ask(client, request(port, "/v1/progress/" + data.queryNumber(subject)));
            ask(client, signed(port, "/v1/cases", token));
            var item = "{\"implementationCode\":\"" + application.item() + "\"}";
            if (training.hasDrafts) {
                ask(client, signed(port, "/v1/drafts", token).POST(BodyPublishers.ofString(item)));
            }
            ask(client, signed(port, "/v1/matches", token).POST(BodyPublishers.ofString(item)));
            ask(
                    client,
                    signed(port, "/v1/cases", token)
                            .header("Idempotency-Key", application.upload().toString())
                            .POST(BodyPublishers.ofString(application.body())));
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpRequest.Builder signed(int port, String path, String token) {
        return request(port, path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static void ask(HttpClient client, HttpRequest.Builder request) {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(request.build().uri() + " answered " + answer.statusCode());
            }
        } catch (IOException unanswered) {
            throw new UncheckedIOException(unanswered);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
