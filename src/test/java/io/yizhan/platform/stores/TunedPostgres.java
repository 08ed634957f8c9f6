package io.yizhan.platform.stores;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The embedded PostgreSQL of a data folder, started again with settings of a server that has the machine to itself. */
public final class TunedPostgres {
    private TunedPostgres() {}

    /**
     * Starts the server of the folder, or takes over the one that runs, with these settings beside its own durable ones.
     *
     * @param settings such as {@code shared_buffers=1GB}; a setting the server has already is replaced
     */
    public static LocalStores start(Path folder, Path binaries, List<String> settings) {
        var stores = LocalStores.open(folder, binaries).startPostgres();
        var data = stores.folder().resolve(PostgresServer.NAME);
        var port = PostmasterFile.of(data).orElseThrow().port();
        var options = new ArrayList<String>(List.of("-p", Integer.toString(port)));
        PostgresServer.SETTINGS.forEach(setting -> options.addAll(List.of("-c", setting)));
        settings.forEach(setting -> options.addAll(List.of("-c", setting)));
        Program.of(
                        Unprivileged.detect(folder).prefix(),
                        new Binaries(binaries.toAbsolutePath()).postgres().resolve("bin/pg_ctl"),
                        List.of(
                                "restart",
                                "-w",
                                "-s",
                                "-m",
                                "fast",
                                "-t",
                                "120",
                                "-D",
                                data.toString(),
                                "-l",
                                data.resolve("server.log").toString(),
                                "-o",
                                String.join(" ", options)))
                .run();
        return stores;
    }
}
