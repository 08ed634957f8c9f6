package io.yizhan.kiosk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the page without a browser. */
@QuarkusTest
class KioskFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "index.html", "kiosk.js", "kiosk.css", "mark.svg"})
    void runsNothingButItsOwnFiles(String file) {
        var answer = given().get("/kiosk/" + file).then().statusCode(200).extract();

        assertThat(answer.header("Content-Security-Policy"))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Set-Cookie")).isNull();
    }

    @Test
    void isAskedForAnewAfterAnUpgrade() {
        var first = given().get("/kiosk/kiosk.js").then().statusCode(200).extract();

        assertThat(first.headers().getValues("Cache-Control")).containsExactly("no-cache");
        given().header("If-Modified-Since", first.header("Last-Modified"))
                .get("/kiosk/kiosk.js")
                .then()
                .statusCode(304);
    }

    @Test
    void isFoundWithoutTheSlash() {
        var answer = given().redirects()
                .follow(false)
                .get("/kiosk")
                .then()
                .statusCode(302)
                .extract();

        assertThat(answer.header("Location")).endsWith("/kiosk/");
    }

    @Test
    void leavesOtherAddressesAlone() {
        assertThat(given().get("/v1/departments").header("Content-Security-Policy"))
                .isNull();
    }
}
