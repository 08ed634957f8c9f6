package io.yizhan.platform.stores;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A PostgreSQL whose administrator wanted it fast. */
public final class CarelessPostgres implements AutoCloseable {
    private final StoreFolder folder;
    private final LocalStores stores;

    private CarelessPostgres(StoreFolder folder, LocalStores stores) {
        this.folder = folder;
        this.stores = stores;
    }

    public static CarelessPostgres with(String... settings) {
        var folder = StoreFolder.create();
        var stores = folder.open().startPostgres();
        var careless = new CarelessPostgres(folder, stores);
        careless.restart(settings);
        return careless;
    }

    private void restart(String... settings) {
        var data = folder.path().resolve(PostgresServer.NAME);
        var port = StoreNotes.in(folder.path()).port(PostgresServer.NAME);
        var options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c "
                + String.join(" -c ", settings);
        Program.of(
                        Unprivileged.detect(folder.path()).prefix(),
                        new Binaries(StoreFolder.BINARIES).postgres().resolve("bin/pg_ctl"),
                        List.of(
                                "restart",
                                "-w",
                                "-s",
                                "-m",
                                "fast",
                                "-D",
                                data.toString(),
                                "-l",
                                data.resolve("server.log").toString(),
                                "-o",
                                options))
                .run();
    }

    /** Where it is, as Quarkus wants to be told. */
    public Map<String, String> settings() {
        return stores.settings();
    }

    @Override
    public void close() throws IOException {
        stores.delete();
    }
}
