package io.yizhan.progress;

import static io.yizhan.casework.Journeys.BIRTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.yizhan.casework.Journeys;
import io.yizhan.identity.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.IntStream;
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
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true",
                    "yizhan.progress.questions-burst", Integer.toString(BURST),
                    "yizhan.progress.questions-per-second", "0.001");
        }
    }

    @TestHTTPResource("/")
    URI hall;

    private final HttpClient proxy =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void countsTheQuestionsOfEachClient() {
        var number = Journeys.submit(TestTokens.applicant(), BIRTH).getString("queryNumber");

        assertThat(IntStream.range(0, BURST + 1).map(i -> ask(number, "192.0.2.1")))
                .containsExactly(200, 200, 200, 200, 200, 429);
        assertThat(ask(number, "192.0.2.2")).isEqualTo(200);
    }

    private int ask(String number, String client) {
        try {
            var request = HttpRequest.newBuilder(hall.resolve("/v1/progress/" + number))
                    .header("X-Forwarded-For", client)
                    .build();
            return proxy.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException lost) {
            throw new IllegalStateException(lost);
        }
    }
}
