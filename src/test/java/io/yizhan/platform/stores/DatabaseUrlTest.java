package io.yizhan.platform.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @Test
    void becomesOneDatasourceWithBothUrls() {
        assertThat(DatabaseUrl.parse("postgresql://hall:secret@db.example:6432/yizhan")
                        .settings())
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://db.example:6432/yizhan")
                .containsEntry("yizhan.pg.migration-url", "jdbc:postgresql://db.example:6432/yizhan")
                .containsEntry("quarkus.datasource.username", "hall")
                .containsEntry("quarkus.datasource.password", "secret");
    }

    @Test
    void knowsTheUsualPortAndScheme() {
        assertThat(DatabaseUrl.parse("postgres://hall@db.example/yizhan").settings())
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://db.example:5432/yizhan")
                .containsEntry("quarkus.datasource.password", "");
    }

    @Test
    void decodesWhatIsPercentEncoded() {
        var url = DatabaseUrl.parse("postgresql://h%40ll:p%3Aa%2Fs+s%25@db.example/one%20stop");
        assertThat(url.user()).isEqualTo("h@ll");
        assertThat(url.password()).isEqualTo("p:a/s+s%");
        assertThat(url.name()).isEqualTo("one stop");
        assertThat(url.settings())
                .containsEntry("yizhan.pg.migration-url", "jdbc:postgresql://db.example:5432/one%20stop");
    }

    @Test
    void verifiesTheServerWhenAsked() {
        var url = "postgresql://hall:secret@db.example/yizhan?sslmode=verify-full&sslrootcert=/etc/ca.pem";
        assertThat(DatabaseUrl.parse(url).settings())
                .containsEntry("quarkus.datasource.reactive.postgresql.ssl-mode", "verify-full")
                .containsEntry("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS")
                .containsEntry("quarkus.datasource.reactive.trust-certificate-pem.certs", "/etc/ca.pem")
                .doesNotContainKey("quarkus.datasource.reactive.trust-all")
                .containsEntry(
                        "yizhan.pg.migration-url",
                        "jdbc:postgresql://db.example:5432/yizhan?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://hall:hidden@db.example/yizhan",
                "postgresql://hall:hidden@db.example",
                "postgresql://hall:hidden@db.example/one/two",
                "postgresql://db.example/yizhan",
                "postgresql://hall:hid den@db.example/yizhan",
                "postgresql://hall:hidden%zz@db.example/yizhan",
                "postgresql://hall:hidden@/yizhan",
                "jdbc:postgresql://db.example/yizhan?password=hidden",
                "postgresql://hall:hidden@db.example/yizhan?sslmode",
                "postgresql://hall:hidden@db.example/yizhan?sslmode=strong",
                "postgresql://hall:hidden@db.example/yizhan?sslmode=verify-full",
                "postgresql://hall:hidden@db.example/yizhan?options=-c%20fsync=off",
                "hidden"
            })
    void refusesWhatItDoesNotUnderstandWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("DATABASE_URL ")
                .message()
                .doesNotContain("hidden")
                .doesNotContain("\n");
    }

    @Test
    void makesProductionDecideAboutEncryption() {
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://hall:secret@db.example/yizhan")
                        .requireTls())
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("sslmode=verify-full");
        var decided = DatabaseUrl.parse("postgresql://hall:secret@db.example/yizhan?sslmode=disable");
        assertThat(decided.requireTls()).isSameAs(decided);
        var sameMachine = DatabaseUrl.parse("postgresql://hall:secret@127.0.0.1/yizhan");
        assertThat(sameMachine.requireTls()).isSameAs(sameMachine);
    }

    @Test
    void neverShowsThePassword() {
        assertThat(DatabaseUrl.parse("postgresql://hall:secret@db.example/yizhan"))
                .asString()
                .doesNotContain("secret");
    }
}
