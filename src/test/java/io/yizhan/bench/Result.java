package io.yizhan.bench;

import io.vertx.core.json.JsonObject;
import io.yizhan.bench.Target.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** @param why it is void; empty when it is not */
record Result(Scenario scenario, Optional<Figures> figures, Verdict verdict, String why) {
    static Result of(Scenario scenario, Figures figures) {
        return new Result(
                scenario,
                Optional.of(figures),
                scenario.target().judge(figures.figure().median()),
                "");
    }

    static Result voided(Scenario scenario, String why) {
        return new Result(scenario, Optional.empty(), Verdict.VOID, why);
    }

    /** Cells of the table: scenario, ours, baseline, figure, floor, goal, verdict. */
    String[] cells() {
        var target = scenario.target();
        var sign = target.isAtLeast() ? "≥ " : "≤ ";
        return new String[] {
            scenario.name(),
            figures.map(found -> number(found.ours()) + " " + found.unit()).orElse(""),
            figures.filter(found -> found.baseline().isPresent())
                    .map(found -> number(found.baseline().getAsDouble()))
                    .orElse(""),
            figures.map(found -> "%s (%s..%s)"
                            .formatted(
                                    number(found.figure().median()),
                                    number(found.figure().min()),
                                    number(found.figure().max())))
                    .orElse(""),
            target.isNone() ? "" : sign + number(target.floor()),
            target.isNone() ? "" : sign + number(target.goal()),
            verdict.words() + (why.isEmpty() ? "" : ": " + why)
        };
    }

    JsonObject json(Map<String, Object> conditions) {
        var json = new JsonObject()
                .put("scenario", scenario.name())
                .put("what", scenario.what())
                .put("pinning", scenario.pinning().effective().toString())
                .put("verdict", verdict.name());
        for (var service : scenario.services()) {
            if (!service.furtherFlags().isEmpty()) {
                json.put("furtherServerJvmFlags", String.join(" ", service.furtherFlags()));
            }
        }
        if (!scenario.target().isNone()) {
            json.put("floor", scenario.target().floor())
                    .put("goal", scenario.target().goal())
                    .put("moreIsBetter", scenario.target().isAtLeast());
        }
        figures.ifPresent(found -> put(json, found));
        if (!why.isEmpty()) {
            json.put("why", why);
        }
        return json.put("conditions", new JsonObject(conditions));
    }

    private static void put(JsonObject json, Figures found) {
        json.put("unit", found.unit())
                .put("ours", found.ours())
                .put("median", found.figure().median())
                .put("min", found.figure().min())
                .put("max", found.figure().max())
                .put("details", new JsonObject(found.details()));
        found.baseline().ifPresent(baseline -> json.put("baseline", baseline));
    }

    static String number(double value) {
        if (Math.abs(value) >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 20 ? "%.1f" : "%.2f", value);
    }
}
