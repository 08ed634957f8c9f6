package io.yizhan.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs that may be installed. */
final class Programs {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Programs() {}

    static Optional<Path> find(String name) {
        return SEPARATOR
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The newest JDK of at least this version, by {@code JAVA<version>_HOME} or among the installed ones. */
    static Optional<Path> findJdk(int version) {
        var named =
                Optional.ofNullable(System.getenv("JAVA" + version + "_HOME")).map(Path::of);
        return Stream.concat(named.stream(), installed(version))
                .map(home -> home.resolve("bin/java"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> installed(int version) {
        var folder = new File("/usr/lib/jvm");
        var found = folder.listFiles((parent, name) -> name.matches(".*\\D" + version + "(\\D.*)?"));
        return found == null
                ? Stream.empty()
                : Stream.of(found).map(File::toPath).sorted();
    }
}
