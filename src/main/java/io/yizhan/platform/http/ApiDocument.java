package io.yizhan.platform.http;

import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.yizhan.platform.stores.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Serves the API document of a packaged service as the build wrote it. The framework would parse and write it anew at every
 * start, a seventh of its time, in case something filters it then; ours is complete when it is built ({@link ContractFilter}).
 */
@Singleton
public final class ApiDocument {
    private static final List<String> PATHS =
            List.of("/q/openapi", "/q/openapi.json", "/q/openapi.yaml", "/q/openapi.yml");
    private static final int BEFORE_THE_FRAMEWORK = -1;

    private enum Format {
        JSON("application/json"),
        YAML("application/yaml");

        private final String type;

        Format(String type) {
            this.type = type;
        }
    }

    ApiDocument() {}

    /** Before the framework starts: hides from it what it would parse. */
    public static void keepAsBuilt() {
        OpenApiConstants.classLoader = ClassLoader.getPlatformClassLoader();
    }

    void observe(@Observes Router router) {
        if (Startup.isPackaged()) {
            PATHS.forEach(
                    path -> router.route(path).order(BEFORE_THE_FRAMEWORK).blockingHandler(ApiDocument::answer, false));
        }
    }

    private static void answer(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.next();
            return;
        }
        var format = format(context);
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, format.type + ";charset=UTF-8")
                .end(document(format));
    }

    private static Format format(RoutingContext context) {
        var path = context.normalizedPath();
        if (path.contains(".")) {
            return path.endsWith(".json") ? Format.JSON : Format.YAML;
        }
        var accept = context.request().getHeader(HttpHeaders.ACCEPT);
        var isJson = accept != null && accept.contains(Format.JSON.type)
                || "json".equalsIgnoreCase(context.request().getParam("format"));
        return isJson ? Format.JSON : Format.YAML;
    }

    private static Buffer document(Format format) {
        try (var document =
                ApiDocument.class.getResourceAsStream("/" + OpenApiConstants.BASE_NAME + "." + format.name())) {
            return Buffer.buffer(document.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
