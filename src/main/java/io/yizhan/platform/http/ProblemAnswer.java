package io.yizhan.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.yizhan.platform.Problem;
import io.yizhan.platform.Text;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders a problem for one request: its language, its request id, and the same bytes for REST and plain routes. */
@Singleton
public final class ProblemAnswer {
    public static final String MEDIA_TYPE = "application/problem+json";

    private final ObjectMapper json;

    ProblemAnswer(ObjectMapper json) {
        this.json = json;
    }

    /** Answers and reads no further: for a body we would rather not receive. */
    void sendAndClose(Problem problem, RoutingContext context) {
        context.response().putHeader("Connection", "close");
        context.response().endHandler(sent -> context.request().connection().close());
        send(problem, context);
    }

    /** Answers on a plain Vert.x route. */
    public void send(Problem problem, RoutingContext context) {
        var response = context.response();
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        response.setStatusCode(problem.type().status());
        problem.headers().forEach(response::putHeader);
        response.putHeader("Content-Type", MEDIA_TYPE)
                .putHeader(
                        "Content-Language",
                        Language.of(context.request().headers()).tag())
                .putHeader("Cache-Control", "no-store")
                .end(body(problem, context.request()));
    }

    String body(Problem problem, HttpServerRequest request) {
        var members = members(problem, Language.of(request.headers()), request.path(), RequestId.of(request));
        try {
            return json.writeValueAsString(members);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The document of a problem, in the order a reader wants its members. */
    static Map<String, Object> members(Problem problem, Language language, String path, String requestId) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", problem.type().uri());
        members.put("title", language.pick(problem.type().title()));
        members.put("status", problem.type().status());
        problem.detail().map(language::pick).ifPresent(detail -> members.put("detail", detail));
        members.put("instance", path);
        members.put("code", problem.type().code());
        members.put("requestId", requestId);
        if (!problem.faults().isEmpty()) {
            members.put("errors", faults(problem, language));
        }
        problem.extensions().forEach(members::putIfAbsent);
        return members;
    }

    private static List<Map<String, Object>> faults(Problem problem, Language language) {
        return problem.faults().stream().map(fault -> members(fault, language)).toList();
    }

    private static Map<String, Object> members(Problem.Fault fault, Language language) {
        var members = new LinkedHashMap<String, Object>();
        members.put("pointer", fault.pointer());
        members.put("code", fault.code());
        members.put("detail", language.pick(fault.detail()));
        members.putAll(fault.location());
        return members;
    }

    /** The language of an answer: Chinese unless English is preferred. */
    public enum Language {
        CHINESE("zh-CN"),
        ENGLISH("en");

        private final String tag;

        Language(String tag) {
            this.tag = tag;
        }

        public static Language of(MultiMap headers) {
            var accepted = headers.get("Accept-Language");
            return accepted != null && Preferred.isEnglish(accepted) ? ENGLISH : CHINESE;
        }

        public String tag() {
            return tag;
        }

        public String pick(Text text) {
            return this == CHINESE ? text.zh() : text.en();
        }
    }
}
