package io.yizhan.platform.stores;

import java.nio.file.Path;

/** The JVM that tests kill: it owns the stores of a folder until its standard input ends. */
final class OwnsStores {
    static final String READY = "ready";

    private OwnsStores() {}

    public static void main(String... arguments) throws Exception {
        try {
            LocalStores.open(Path.of(arguments[0]), Path.of(arguments[1]))
                    .startPostgres()
                    .startRedis()
                    .stopAtExit();
            System.out.println(READY);
            while (System.in.read() >= 0) {}
        } catch (StartRefused reason) {
            System.out.println(reason.getMessage());
            System.exit(StartRefused.EXIT_CODE);
        }
    }
}
