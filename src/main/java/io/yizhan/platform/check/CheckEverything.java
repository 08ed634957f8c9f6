package io.yizhan.platform.check;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Checks every rule of every feature, one after another. Meant for a quiet moment: what is under way may look like a finding. */
@Singleton
public final class CheckEverything {
    private static final Logger LOG = Logger.getLogger(CheckEverything.class);

    private final List<CheckRules> features;

    CheckEverything(@All List<CheckRules> features) {
        this.features = features;
    }

    /** All findings, and each rule in the log as it is checked. */
    public Uni<List<Finding>> check() {
        return Multi.createFrom()
                .iterable(features.stream()
                        .flatMap(feature -> feature.rules().stream())
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(rule -> rule.check().invoke(found -> say(rule, found)))
                .onItem()
                .<Finding>disjoint()
                .collect()
                .asList();
    }

    private static void say(CheckRule rule, List<Finding> found) {
        if (found.isEmpty()) {
            LOG.infof("holds: %s", rule.name());
        } else {
            LOG.errorf("broken: %s: %d findings, first %s", rule.name(), found.size(), found.get(0));
        }
    }
}
