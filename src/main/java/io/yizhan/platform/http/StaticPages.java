package io.yizhan.platform.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Guards the pages that are served as files: they run their own scripts only, are framed by nobody, tell nobody where
 * a visitor comes from, and are asked for anew after an upgrade.
 */
final class StaticPages {
    private static final Set<String> PAGES = Set.of("/kiosk", "/verify");

    /** Trusted types without a policy: the browser itself refuses markup that is put together from data. */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private StaticPages() {}

    static void guard(RoutingContext context) {
        var path = context.normalizedPath();
        if (PAGES.contains(path)) {
            context.redirect(path + "/");
            return;
        }
        if (PAGES.stream().anyMatch(page -> path.startsWith(page + "/"))) {
            guard(context.response());
        }
        context.next();
    }

    private static void guard(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                // revalidated by date: a kiosk that never restarts still gets the page of the service it talks to
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
}
