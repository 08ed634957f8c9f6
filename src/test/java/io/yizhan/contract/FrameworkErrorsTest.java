package io.yizhan.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.platform.ProblemType;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer is a problem, in the reader's language, and never blames us. */
@QuarkusTest
class FrameworkErrorsTest {
    private static final String PROBE = "/v1/contract-probe";
    private static final String ID = "0195d3a4-0000-7000-8000-000000000000";

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("not-found", get("/v1/nothing")),
                arguments("not-found", get("/nothing")),
                arguments("not-found", get("/v1/problems/no-such-problem")),
                arguments("not-found", get("/v1/problems/%00")),
                arguments("not-found", get("/%2e%2e/%2e%2e/etc/passwd")),
                arguments("method-not-allowed", "DELETE /v1/problems HTTP/1.1"),
                arguments("method-not-allowed", "TRACE /v1/problems HTTP/1.1"),
                arguments("method-not-allowed", "CONJURE /v1/problems HTTP/1.1"),
                arguments("not-acceptable", get("/v1/problems") + "\nAccept: text/csv"),
                arguments("not-acceptable", get("/v1/problems") + "\nAccept: ../../"),
                arguments("not-acceptable", get("/v1/problems") + "\nAccept: */*/"),
                arguments(
                        "unsupported-media-type",
                        "POST " + PROBE + " HTTP/1.1\nContent-Type: text/csv\nContent-Length: 0"),
                arguments(
                        "unsupported-media-type",
                        "POST " + PROBE + " HTTP/1.1\nContent-Type: ../..\nContent-Length: 0"),
                arguments("payload-too-large", post(300_000)),
                arguments(
                        "payload-too-large",
                        "POST " + PROBE
                                + " HTTP/1.1\nContent-Type: multipart/form-data; boundary=x\nContent-Length: 30000000"),
                arguments("uri-too-long", get("/v1/problems?x=" + "x".repeat(5_000))),
                arguments("headers-too-large", get("/v1/problems") + "\nX-Long: " + "x".repeat(18_000)),
                arguments("unauthenticated", get("/v1/cases")),
                arguments("unauthenticated", get("/v1/cases") + "\nAuthorization: Bearer not.a.token"),
                arguments("internal-error", get(PROBE + "/failures/unknown")),
                arguments("internal-error", get(PROBE + "/failures/unchecked")),
                arguments("version-changed", get(PROBE + "/failures/wrapped")),
                arguments("data-conflict", get(PROBE + "/failures/hibernate")));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("refusals")
    void isAProblemInBothLanguages(String slug, String head) throws IOException {
        var chinese = RawHttp.send(head, new byte[0]);
        assertProblem(chinese, type(slug), "zh-CN", type(slug).title().zh());
        var english = RawHttp.send(head + "\nAccept-Language: en-GB,en;q=0.8", new byte[0]);
        assertProblem(english, type(slug), "en", type(slug).title().en());
    }

    @Test
    void saysWhichMethodsThereAre() throws IOException {
        assertThat(RawHttp.send("DELETE /v1/problems HTTP/1.1", new byte[0])
                        .headers()
                        .get("Allow"))
                .contains("GET");
    }

    @Test
    void asksForABearerToken() throws IOException {
        assertThat(RawHttp.send(get("/v1/cases"), new byte[0]).headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @Test
    void saysNothingOfOurInsides() throws IOException {
        assertThat(RawHttp.send(get(PROBE + "/failures/unknown"), new byte[0]).body())
                .doesNotContain("secret", "Exception", "io.yizhan");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("malformed-json", null, "{\"name\":"),
                arguments("malformed-json", null, "{\"name\":\"a\"} {}"),
                arguments("malformed-json", null, "{\"name\":\"a\",\"name\":\"b\"}"),
                arguments("malformed-json", null, "{\"name\":NaN}"),
                arguments("invalid-request", "", "[".repeat(100_000)),
                arguments("malformed-json", null, "{\"name\":\"a\",\"more\":" + "[".repeat(100_000)),
                arguments("malformed-json", null, "{\"name\":\"\u0000\"}"),
                arguments("invalid-request", "", "null"),
                arguments("invalid-request", "", "[]"),
                arguments("invalid-request", "", "\"text\""),
                arguments("invalid-request", "/name", "{}"),
                arguments("invalid-request", "/name", "{\"name\":null}"),
                arguments("invalid-request", "/name", "{\"name\":\"too long\"}"),
                arguments("invalid-request", "/name", "{\"name\":[]}"),
                arguments("invalid-request", "/colour", "{\"name\":\"a\",\"colour\":\"blue\"}"),
                arguments("invalid-request", "/nmae", "{\"name\":\"a\",\"nmae\":1}"),
                arguments("invalid-request", "/a~1b", "{\"name\":\"a\",\"a/b\":1}"),
                arguments("invalid-request", "/parts", "{\"name\":\"a\",\"parts\":{}}"),
                arguments("invalid-request", "/parts/1", "{\"name\":\"a\",\"parts\":[" + part("1") + ",null]}"),
                arguments(
                        "invalid-request",
                        "/parts/1/count",
                        "{\"name\":\"a\",\"parts\":[" + part("1") + "," + part("0") + "]}"),
                arguments(
                        "invalid-request",
                        "/parts/0/count",
                        "{\"name\":\"a\",\"parts\":[" + part("1e999999999") + "]}"),
                arguments(
                        "invalid-request",
                        "/parts/0/count",
                        "{\"name\":\"a\",\"parts\":[" + part("99999999999") + "]}"),
                arguments("invalid-request", "/parts/0/count", "{\"name\":\"a\",\"parts\":[" + part("\"x\"") + "]}"),
                arguments(
                        "invalid-request",
                        "/parts/1/id",
                        "{\"name\":\"a\",\"parts\":[" + part("1") + ",{\"id\":\"x\",\"count\":1}]}"),
                arguments(
                        "invalid-request",
                        "/parts/0/more",
                        "{\"name\":\"a\",\"parts\":[{\"id\":\"" + ID + "\",\"count\":1,\"more\":1}]}"));
    }

    @ParameterizedTest(name = "{index} {0} at {1}")
    @MethodSource("bodies")
    void pointsIntoTheBody(String slug, String pointer, String body) throws IOException {
        var answer = post(body.getBytes(UTF_8), "application/json");
        assertProblem(answer, type(slug), "zh-CN", type(slug).title().zh());
        if (pointer != null) {
            assertThat(answer.json().at("/errors")).hasSize(1);
            assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        }
    }

    @Test
    void namesEveryFaultOfABodyInAFixedOrder() throws IOException {
        var answer = post("{\"parts\":[{\"count\":1}]}".getBytes(UTF_8), "application/json");
        assertThat(answer.json().at("/errors").findValuesAsText("pointer")).containsExactly("/name", "/parts/0/id");
        assertThat(answer.json().at("/errors").findValuesAsText("code")).containsExactly("required", "required");
    }

    @Test
    void takesAMissingNumberForNone() throws IOException {
        var answer = post(("{\"name\":\"a\",\"parts\":[{\"id\":\"" + ID + "\"}]}").getBytes(UTF_8), "application/json");
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/parts/0/count");
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("min");
    }

    @Test
    void refusesBrokenText() throws IOException {
        var body = "{\"name\":\"x\"}".getBytes(UTF_8);
        body[9] = (byte) 0xFF;
        assertProblem(post(body, "application/json"), ProblemType.MALFORMED_JSON, "zh-CN", "请求正文不是有效的 JSON");
    }

    @Test
    void refusesABodyThatIsNotThere() throws IOException {
        assertThat(post(new byte[0], "application/json").status()).isEqualTo(400);
    }

    @Test
    void refusesAnUnknownCharset() throws IOException {
        var answer = post("{\"name\":\"a\"}".getBytes(UTF_8), "application/json; charset=klingon");
        assertThat(answer.status()).isIn(200, 415);
    }

    @Test
    void refusesALongBodyThatDoesNotSayItsLength() throws IOException {
        var chunk = "{\"name\":\"" + "x".repeat(400_000) + "\"}";
        var body = Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n0\r\n\r\n";
        var answer = RawHttp.send(
                "POST " + PROBE + " HTTP/1.1\nContent-Type: application/json\nTransfer-Encoding: chunked",
                body.getBytes(UTF_8));
        assertProblem(
                answer,
                ProblemType.PAYLOAD_TOO_LARGE,
                "zh-CN",
                ProblemType.PAYLOAD_TOO_LARGE.title().zh());
    }

    static Stream<Arguments> parameters() {
        return Stream.of(
                arguments("path:id", get(PROBE + "/x")),
                arguments("path:id", get(PROBE + "/%C3%28")),
                arguments("query:limit", get(PROBE + "/" + ID + "?limit=abc")),
                arguments("query:limit", get(PROBE + "/" + ID + "?limit=99999999999")),
                arguments("query:limit", get(PROBE + "/" + ID + "?limit=101")),
                arguments("query:limit", get("/v1/items?limit=abc")),
                arguments("query:limit", get("/v1/items?limit=0")),
                arguments("header:X-Count", get(PROBE + "/" + ID) + "\nX-Count: many"),
                arguments("header:X-Count", get(PROBE + "/" + ID) + "\nX-Count: 0"));
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("parameters")
    void namesTheParameter(String location, String head) throws IOException {
        var answer = RawHttp.send(head, new byte[0]);
        assertProblem(answer, ProblemType.INVALID_REQUEST, "zh-CN", "请求内容有误");
        assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(location);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {
                "GET /%FF HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /% HTTP/1.1",
                "GET /v1/problems/%FF HTTP/1.1",
                "GET /v1/problems/%zz HTTP/1.1",
                "GET /v1/contract-probe/%zz HTTP/1.1",
                "GET /v1/contract-probe/%00 HTTP/1.1",
                "GET /v1/contract-probe/0195d3a4-0000-7000-8000-000000000000?limit=%zz HTTP/1.1",
                "GET /v1/contract-probe/0195d3a4-0000-7000-8000-000000000000?%FF=%FF HTTP/1.1",
                "GET //v1//problems// HTTP/1.1",
                "GET http://[::1/v1/problems HTTP/1.1",
                "GET /v1/problems;a=b;c HTTP/1.1\nAccept-Language: */*;;q=x",
                "GET /v1/contract-probe/x HTTP/1.1\nX-Request-Id: \u0001",
                "GET /v1/contract-probe/x HTTP/1.1\nForwarded: for=;;;\nX-Forwarded-Proto: ../..",
                "POST /v1/contract-probe HTTP/1.1\nContent-Type: application/json\nContent-Length: -5",
                "POST /v1/contract-probe HTTP/1.1\nContent-Type: application/json\nTransfer-Encoding: strange",
                "POST /v1/contract-probe HTTP/1.1\nContent-Type: application/json;;;;=\nContent-Length: 0",
                "OPTIONS * HTTP/1.1",
                "BREW /v1/contract-probe HTTP/1.1"
            })
    void isNeverOurFault(String head) throws IOException {
        var answer = RawHttp.send(head, new byte[0]);
        assertThat(answer.status()).as(head + " -> " + answer.body()).isLessThan(500);
        if (answer.status() >= 400 && answer.headers().containsKey("X-Request-Id")) {
            assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        }
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        var answer = RawHttp.send("HEAD /v1/problems/no-such-problem HTTP/1.1", new byte[0]);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
    }

    private static void assertProblem(RawHttp.Answer answer, ProblemType type, String language, String title) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(type.status());
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Content-Language", language)
                .containsEntry("Cache-Control", "no-store");
        var problem = answer.json();
        assertThat(problem.at("/type").asText()).isEqualTo(type.uri());
        assertThat(problem.at("/code").asText()).isEqualTo(type.code());
        assertThat(problem.at("/status").asInt()).isEqualTo(type.status());
        assertThat(problem.at("/title").asText()).isEqualTo(title);
        assertThat(problem.at("/requestId").asText())
                .isNotEmpty()
                .isEqualTo(answer.headers().get("X-Request-Id"));
    }

    private static ProblemType type(String slug) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.slug().equals(slug))
                .findFirst()
                .orElseThrow();
    }

    private static String get(String address) {
        return "GET " + address + " HTTP/1.1";
    }

    private static String post(int length) {
        return "POST " + PROBE + " HTTP/1.1\nContent-Type: application/json\nContent-Length: " + length;
    }

    private static RawHttp.Answer post(byte[] body, String contentType) throws IOException {
        return RawHttp.send(
                "POST " + PROBE + " HTTP/1.1\nContent-Type: " + contentType + "\nContent-Length: " + body.length, body);
    }

    private static String part(String count) {
        return "{\"id\":\"" + ID + "\",\"count\":" + count + "}";
    }
}
