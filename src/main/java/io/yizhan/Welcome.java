package io.yizhan;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.jboss.logging.Logger;

/** The last lines of the log: where a newcomer goes next. Production says nothing. */
public final class Welcome implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("yizhan");

    private final HttpServer server;
    private final SmallRyeConfig config;

    Welcome(HttpServer server, SmallRyeConfig config) {
        this.server = server;
        this.config = config;
    }

    @Override
    public int run(String... arguments) {
        if (isForNewcomers(config.getProfiles())) {
            var address = "http://localhost:" + port();
            LOG.infof("Swagger UI      %s/q/swagger-ui/", address);
            LOG.infof("First requests  samples/01-journey.http");
            LOG.infof("Kiosk page      %s/kiosk/", address);
            LOG.infof("Data folder     %s", config.getValue("yizhan.data", String.class));
        }
        Quarkus.waitForExit();
        return 0;
    }

    /** After a live reload the server, which went on listening, does not know its port any more. */
    private int port() {
        return server.getPort() > 0 ? server.getPort() : config.getValue("quarkus.http.port", Integer.class);
    }

    private static boolean isForNewcomers(List<String> profiles) {
        return profiles.contains("dev") || profiles.contains("demo");
    }
}
