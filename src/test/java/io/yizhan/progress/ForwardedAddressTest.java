package io.yizhan.progress;

import static io.yizhan.casework.Journeys.BIRTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.http.Travellers;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy asks for many over one connection; each of them has questions of its own. */
@QuarkusTest
@TestProfile(ForwardedAddressTest.BehindProxy.class)
class ForwardedAddressTest {
    private static final int BURST = 5;

    public static class BehindProxy implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yizhan.http.trusted-proxies", "10.0.0.0/8,127.0.0.0/8",
                    "yizhan.progress.questions-burst", Integer.toString(BURST),
                    "yizhan.progress.questions-per-second", "0.001",
                    "yizhan.licence.verifications-burst", Integer.toString(BURST),
                    "yizhan.licence.verifications-per-second", "0.001");
        }
    }

    @TestHTTPResource("/")
    URI hall;

    @Inject
    Travellers travellers;

    private final HttpClient proxy =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String progress;

    @BeforeEach
    void submit() {
        progress =
                "/v1/progress/" + Journeys.submit(TestTokens.applicant(), BIRTH).getString("queryNumber");
    }

    @Test
    void countsTheQuestionsOfEachClientWhereverTheyAreAnswered() {
        assertThat(IntStream.range(0, BURST + 1).map(i -> ask(progress, "192.0.2.1")))
                .containsExactly(200, 200, 200, 200, 200, 429);
        assertThat(ask(progress, "192.0.2.2", Travellers.NAME, "at the doorstep"))
                .isEqualTo(200);
        assertThat(travellers.seen()).doesNotContain("at the doorstep");

        assertThat(ask(progress, "192.0.2.1", "Accept", "text/html, */*")).isEqualTo(429);
        assertThat(ask(progress, "192.0.2.2", "Accept", "text/html, */*")).isEqualTo(200);
        assertThat(ask(progress + "/events", "192.0.2.1")).isEqualTo(429);
        assertThat(ask(progress, "198.51.100.7, 192.0.2.1, 10.1.2.3")).isEqualTo(429);
    }

    @Test
    void countsWhoVerifiesPapers() {
        var unknown = "/v1/verifications/00000000000000000000";
        assertThat(IntStream.range(0, BURST + 1).map(i -> ask(unknown, "192.0.2.9")))
                .containsExactly(404, 404, 404, 404, 404, 429);
        assertThat(ask(unknown, "192.0.2.10")).isEqualTo(404);
    }

    private int ask(String path, String client, String... headers) {
        try {
            var request = HttpRequest.newBuilder(hall.resolve(path)).header("X-Forwarded-For", client);
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return proxy.sendAsync(request.build(), BodyHandlers.discarding())
                    .get(10, TimeUnit.SECONDS)
                    .statusCode();
        } catch (InterruptedException | ExecutionException | TimeoutException lost) {
            throw new IllegalStateException(lost);
        }
    }
}
