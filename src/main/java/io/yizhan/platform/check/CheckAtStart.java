package io.yizhan.platform.check;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** {@code -Dyizhan.check.at-start=true}: checks everything once the service is up, and ends with 0 when nothing is broken. */
@Singleton
class CheckAtStart {
    private static final Logger LOG = Logger.getLogger(CheckAtStart.class);
    private static final int AFTER_EVERYTHING_ELSE = 7_000;

    private final Config config;
    private final CheckEverything everything;

    CheckAtStart(Config config, CheckEverything everything) {
        this.config = config;
        this.everything = everything;
    }

    @ConfigMapping(prefix = "yizhan.check")
    interface Config {
        @WithDefault("false")
        boolean atStart();
    }

    void start(@Observes @Priority(AFTER_EVERYTHING_ELSE) StartupEvent started) {
        if (config.atStart()) {
            everything.check().subscribe().with(CheckAtStart::end, CheckAtStart::breakOff);
        }
    }

    private static void end(List<Finding> findings) {
        findings.forEach(finding -> LOG.errorf("finding: %s", finding));
        LOG.infof("%d findings", findings.size());
        Quarkus.asyncExit(findings.isEmpty() ? 0 : 1);
    }

    private static void breakOff(Throwable failure) {
        LOG.error("the check broke off", failure);
        Quarkus.asyncExit(1);
    }
}
