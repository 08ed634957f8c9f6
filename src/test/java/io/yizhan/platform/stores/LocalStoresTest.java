package io.yizhan.platform.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStoresTest {
    private StoreFolder folder;

    @BeforeEach
    void createFolder() {
        folder = StoreFolder.create();
    }

    @AfterEach
    void removeFolder() throws Exception {
        folder.close();
    }

    @Test
    void startsServersThatAreDurableAndHearNobodyElse() throws Exception {
        try (var stores = folder.start()) {
            assertThat(stores.settings()).containsKeys("quarkus.datasource.reactive.url", "quarkus.redis.hosts");
            assertThat(folder.query("show fsync")).isEqualTo("on");
            assertThat(folder.query("show full_page_writes")).isEqualTo("on");
            assertThat(folder.query("show synchronous_commit")).isEqualTo("on");
            assertThat(folder.query("show data_checksums")).isEqualTo("on");
            assertThat(folder.query("show server_encoding")).isEqualTo("UTF8");
            assertThat(folder.query("show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(folder.redis("CONFIG GET bind")).contains("127.0.0.1");
            assertThat(folder.redis("CONFIG GET save")).contains("$4\r\nsave\r\n$0\r\n");
            assertThat(folder.redis("CONFIG GET appendonly")).contains("no");
        }
        assertThat(folder.hasRunningPostgres()).isFalse();
    }

    @Test
    void refusesAnyoneWithoutThePassword() throws Exception {
        try (var stores = folder.start()) {
            var notes = StoreNotes.in(stores.folder());
            assertThat(RedisTalk.processId(notes.port(RedisServer.NAME), "guessed"))
                    .isEmpty();
            var url = stores.settings().get("yizhan.pg.migration-url");
            assertThatThrownBy(() -> DriverManager.getConnection(url, PostgresServer.USER, "guessed"))
                    .hasMessageContaining("password");
        }
    }

    @Test
    void adoptsTheServersOfAKilledProcessAsTheyRun() throws Exception {
        assertThat(folder.startOwner()).isEqualTo(OwnsStores.READY);
        folder.query("create table receipt as select 'kept' as text");
        folder.redis("SET receipt warm");
        var server = folder.postgresProcess();
        folder.killOwner();

        try (var stores = folder.start()) {
            assertThat(stores.folder()).isEqualTo(folder.path());
            assertThat(folder.postgresProcess()).isEqualTo(server);
            assertThat(folder.query("select text from receipt")).isEqualTo("kept");
            assertThat(folder.redis("GET receipt")).contains("warm");
        }
    }

    @Test
    void startsTheDatabaseAgainWhenItWasKilledToo() throws Exception {
        assertThat(folder.startOwner()).isEqualTo(OwnsStores.READY);
        folder.query("create table receipt as select 'kept' as text");
        var server = ProcessHandle.of(folder.postgresProcess()).orElseThrow();
        folder.killOwner();
        server.children().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();

        try (var stores = folder.start()) {
            assertThat(stores.folder()).isEqualTo(folder.path());
            assertThat(folder.query("select text from receipt")).isEqualTo("kept");
        }
    }

    @Test
    void stopsTheServersWhenTheProcessEnds() throws Exception {
        assertThat(folder.startOwner()).isEqualTo(OwnsStores.READY);
        folder.query("create table receipt as select 'kept' as text");
        folder.endOwner();
        assertThat(folder.hasRunningPostgres()).isFalse();
        assertThat(RedisTalk.processId(
                        StoreNotes.in(folder.path()).port(RedisServer.NAME),
                        StoreNotes.in(folder.path()).password(RedisServer.NAME)))
                .isEmpty();

        try (var stores = folder.start()) {
            assertThat(stores.folder()).isEqualTo(folder.path());
            assertThat(folder.query("select text from receipt")).isEqualTo("kept");
        }
    }

    @Test
    void refusesASecondProcessOnTheSameFolder() throws Exception {
        assertThat(folder.startOwner()).isEqualTo(OwnsStores.READY);
        assertThatThrownBy(folder::open)
                .isInstanceOf(StartRefused.class)
                .hasMessageMatching("The data folder .* is in use by another Yizhan \\(process \\d+\\): stop it,"
                        + " or give this one its own folder with YIZHAN_DATA\\.");
        assertThat(folder.startOwner()).startsWith("The data folder");
    }

    @Test
    void findsTheFolderOpenAfterALiveReload() throws Exception {
        try (var first = folder.start()) {
            var server = folder.postgresProcess();
            var reloaded = folder.start();
            assertThat(first.isNewToThisJvm()).isTrue();
            assertThat(reloaded.isNewToThisJvm()).isFalse();
            assertThat(folder.postgresProcess()).isEqualTo(server);
            assertThat(reloaded.settings()).isEqualTo(first.settings());
        }
    }

    @Test
    void resetsEverythingButTheProgramsEvenWhileAnOrphanRuns() throws Exception {
        assertThat(folder.startOwner()).isEqualTo(OwnsStores.READY);
        folder.query("create table receipt as select 'kept' as text");
        var keys = folder.keys();
        Files.createDirectories(folder.path().resolve("files/ab"));
        folder.killOwner();

        try (var stores = folder.open()) {
            stores.reset();
            assertThat(folder.path()).isDirectoryNotContaining("glob:**/{postgres,redis,files,keys.properties}");
            stores.startPostgres().startRedis().stopAtExit();
            assertThat(folder.query("select to_regclass('receipt')")).isNull();
            assertThat(folder.keys()).isNotEqualTo(keys);
        }
    }

    @Test
    void listensElsewhereWhenItsPortIsTaken() throws Exception {
        folder.start().close();
        var notes = StoreNotes.in(folder.path());
        try (var squatter = new ServerSocket(notes.port(PostgresServer.NAME), 1, InetAddress.getLoopbackAddress());
                var stores = folder.start()) {
            assertThat(stores.settings().get("yizhan.pg.migration-url"))
                    .doesNotContain(":" + squatter.getLocalPort() + "/");
            assertThat(folder.query("select 1")).isEqualTo("1");
        }
    }

    @Test
    void startsOverWhereAFirstStartWasKilledHalfWay() throws Exception {
        Files.createDirectories(folder.path().resolve("postgres.part/base"));
        Files.writeString(folder.path().resolve("postgres.part/PG_VERSION"), "18");
        try (var stores = folder.start()) {
            assertThat(stores.folder()).isEqualTo(folder.path());
            assertThat(folder.query("select 1")).isEqualTo("1");
        }
    }

    @Test
    void isNotMisledByThePidFileOfAProcessThatIsNoServer() throws Exception {
        folder.start().close();
        var own = ProcessHandle.current().pid();
        Files.writeString(
                folder.path().resolve("postgres/postmaster.pid"),
                own + "\n" + folder.path() + "/postgres\n1\n1\n\n127.0.0.1\n\nready   \n");
        try (var stores = folder.start()) {
            assertThat(stores.folder()).isEqualTo(folder.path());
            assertThat(folder.query("select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesTheDataOfAnotherMajorVersion() throws Exception {
        Files.createDirectories(folder.path().resolve("postgres"));
        Files.writeString(folder.path().resolve("postgres/PG_VERSION"), "17\n");
        try (var stores = folder.open()) {
            assertThatThrownBy(stores::startPostgres)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("written by PostgreSQL 17");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys.properties", "stores.properties", "redis/redis.conf"})
    void keepsSecretsForTheOwnerOnly(String file) throws Exception {
        try (var stores = folder.start()) {
            assertThat(folder.keys()).isEqualTo(folder.keys());
            assertThat(Files.getPosixFilePermissions(stores.folder().resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }
}
