package io.yizhan.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.yizhan.platform.HallClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends the requests of one file in order, as a person would, and holds every answer against what the file expects. */
final class Conversation {
    private record Exchange(Map<String, String> headers, String body, HttpResponse<String> answer) {}

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.+?)}}");
    private static final Pattern EXCHANGED =
            Pattern.compile("(\\w+)\\.(request|response)\\.(headers|body)\\.(?:\\$\\.)?(.+)");
    private static final Pattern STATUS = Pattern.compile("\\d{3}( or \\d{3})*");
    private static final Pattern CLAIM = Pattern.compile("(header|body) (\\S+) = (.+)");
    private static final Pattern LATER = Pattern.compile("\\$datetime iso8601 (\\d+) d");
    private static final Pattern LATER_DAY = Pattern.compile("\\$datetime \"YYYY-MM-DD\" (\\d+) d");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HttpFile file;
    private final Map<String, String> variables;
    private final Map<String, Exchange> exchanges = new HashMap<>();

    Conversation(HttpFile file, String host) {
        this.file = file;
        this.variables = new HashMap<>(file.variables());
        this.variables.put("host", host);
    }

    void hold() throws IOException, InterruptedException {
        for (var request : file.requests()) {
            var exchange = send(request);
            check(request, exchange.answer());
            exchanges.put(request.name(), exchange);
        }
    }

    private Exchange send(HttpFile.Request request) throws IOException, InterruptedException {
        var headers = new LinkedHashMap<String, String>();
        request.headers().forEach((name, value) -> headers.put(name, resolved(value, request)));
        var body = body(request);
        var sent = HttpRequest.newBuilder(URI.create(resolved(request.target(), request)))
                .method(
                        request.method(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(sent::header);
        var answer = CLIENT.send(sent.build(), BodyHandlers.ofString());
        return new Exchange(headers, new String(body, StandardCharsets.UTF_8), answer);
    }

    /** Parts of a form are divided by CRLF, which editors put in as well. */
    private byte[] body(HttpFile.Request request) throws IOException {
        var isForm = request.headers().getOrDefault("Content-Type", "").startsWith("multipart/");
        var newline = isForm ? "\r\n" : "\n";
        var body = new ByteArrayOutputStream();
        for (var line : request.body()) {
            if (line.startsWith("< ")) {
                body.writeBytes(Files.readAllBytes(file.path().resolveSibling(line.substring(2))));
            } else {
                body.writeBytes(resolved(line, request).getBytes(StandardCharsets.UTF_8));
            }
            body.writeBytes(newline.getBytes(StandardCharsets.UTF_8));
        }
        return body.toByteArray();
    }

    private void check(HttpFile.Request request, HttpResponse<String> answer) {
        assertThat(request.expectations())
                .as("%s says what it expects", where(request))
                .isNotEmpty();
        for (var expectation : request.expectations()) {
            if (STATUS.matcher(expectation).matches()) {
                assertThat(Arrays.asList(expectation.split(" or ")))
                        .as("%s answered %s", where(request), answer.body())
                        .contains(String.valueOf(answer.statusCode()));
            } else {
                checkClaim(expectation, request, answer);
            }
        }
    }

    private void checkClaim(String expectation, HttpFile.Request request, HttpResponse<String> answer) {
        var claim = CLAIM.matcher(expectation);
        assertThat(claim.matches())
                .as("%s: cannot read \"%s\"", where(request), expectation)
                .isTrue();
        var actual = claim.group(1).equals("header")
                ? answer.headers().firstValue(claim.group(2)).orElse("")
                : at(answer.body(), claim.group(2)).asText();
        assertThat(actual)
                .as("%s, %s %s", where(request), claim.group(1), claim.group(2))
                .isEqualTo(resolved(claim.group(3), request));
    }

    private String where(HttpFile.Request request) {
        return "%s:%d (%s)".formatted(file.path().getFileName(), request.line(), request.title());
    }

    private String resolved(String text, HttpFile.Request request) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), where(request))));
    }

    private String value(String expression, String where) {
        if (variables.containsKey(expression)) {
            return variables.get(expression);
        }
        if (expression.equals("$guid")) {
            return UUID.randomUUID().toString();
        }
        var later = LATER.matcher(expression);
        if (later.matches()) {
            return Instant.now()
                    .plus(Integer.parseInt(later.group(1)), ChronoUnit.DAYS)
                    .toString();
        }
        var day = LATER_DAY.matcher(expression);
        if (day.matches()) {
            return LocalDate.now(HallClock.BUSINESS_ZONE)
                    .plusDays(Integer.parseInt(day.group(1)))
                    .toString();
        }
        var exchanged = EXCHANGED.matcher(expression);
        if (!exchanged.matches() || !exchanges.containsKey(exchanged.group(1))) {
            throw new AssertionError(where + " refers to " + expression + ", which is nothing");
        }
        return exchanged(exchanges.get(exchanged.group(1)), exchanged);
    }

    private static String exchanged(Exchange exchange, Matcher reference) {
        var isRequest = reference.group(2).equals("request");
        var path = reference.group(4);
        if (reference.group(3).equals("headers")) {
            return isRequest
                    ? exchange.headers().get(path)
                    : exchange.answer().headers().firstValue(path).orElseThrow();
        }
        var body = isRequest ? exchange.body() : exchange.answer().body();
        return path.equals("*") ? body.strip() : at(body, path).asText();
    }

    /** {@code items[0].id} is the pointer {@code /items/0/id}. */
    private static JsonNode at(String body, String path) {
        try {
            return JSON.readTree(body)
                    .at("/" + path.replace("[", "/").replace("]", "").replace(".", "/"));
        } catch (JsonProcessingException noJson) {
            throw new AssertionError("not JSON: " + body, noJson);
        }
    }
}
