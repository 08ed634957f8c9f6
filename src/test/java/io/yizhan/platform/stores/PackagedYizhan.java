package io.yizhan.platform.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One run of the packaged jar, on a free port, knowing nothing but the given variables. */
public final class PackagedYizhan implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern ADDRESS = Pattern.compile("Swagger UI +(http://localhost:\\d+)/");

    private final Process process;
    private final Path said;
    private final Path complained;

    private PackagedYizhan(Process process, Path said, Path complained) {
        this.process = process;
        this.said = said;
        this.complained = complained;
    }

    public static PackagedYizhan run(Path folder, Map<String, String> environment) throws IOException {
        var jar = Path.of(System.getProperty("yizhan.jar")).toAbsolutePath();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var said = Files.createTempFile(folder, "said", ".log");
        var complained = Files.createTempFile(folder, "complained", ".log");
        var builder = new ProcessBuilder(java, "-jar", jar.toString())
                .directory(folder.toFile())
                .redirectOutput(said.toFile())
                .redirectError(complained.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|YIZHAN|DATABASE|REDIS)_.*"));
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        return new PackagedYizhan(builder.start(), said, complained);
    }

    /** Returns when the last lines of the start are there. */
    public PackagedYizhan awaitWelcome() {
        Awaitility.await()
                .atMost(PATIENCE)
                .failFast("it ended", () -> !process.isAlive())
                .until(() -> read(said).contains("Data folder"));
        return this;
    }

    int awaitEnd() throws InterruptedException {
        process.waitFor();
        return process.exitValue();
    }

    public String said() {
        return read(said);
    }

    String complained() {
        return read(complained);
    }

    int status(String path) throws IOException, InterruptedException {
        return get(path).statusCode();
    }

    String body(String path) throws IOException, InterruptedException {
        return get(path).body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var address = ADDRESS.matcher(read(said));
        if (!address.find()) {
            throw new IllegalStateException("it named no address");
        }
        var request =
                HttpRequest.newBuilder(URI.create(address.group(1) + path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void end() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
