package io.yizhan.progress;

import io.yizhan.casework.CaseStanding;
import io.yizhan.casework.CaseState;
import io.yizhan.casework.PaperToBring;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What anyone who has the query number may see. Both languages in one body, so that one copy serves all.
 *
 * @param promisedOn the promised date; counted from the day of acceptance
 * @param isProvisional the promised date lies in a year whose holidays are not announced yet
 * @param bringAlong paper to bring to the window
 * @param askAgainAfterSeconds when it is worth asking again
 * @param staleAtMostSeconds how old this answer can be
 */
record ProgressView(
        String queryNumber,
        String printedQueryNumber,
        String implementationCode,
        String itemNameZh,
        String itemNameEn,
        CaseState state,
        String stateZh,
        String stateEn,
        boolean isFinal,
        int version,
        Instant submittedAt,
        LocalDate promisedOn,
        boolean isProvisional,
        Instant changedAt,
        List<Step> timeline,
        String nextZh,
        String nextEn,
        List<PaperToBring> bringAlong,
        long askAgainAfterSeconds,
        long staleAtMostSeconds) {

    /** Something that has happened. */
    record Step(CaseState kind, String zh, String en, Instant at) {
        static Step of(CaseStanding.CaseEvent event) {
            var text = event.kind().text();
            return new Step(event.kind(), text.zh(), text.en(), event.at());
        }
    }

    static ProgressView of(CaseStanding standing, Catalogue catalogue, long askAgainSeconds, long staleSeconds) {
        var item = catalogue.findItem(standing.implementationCode());
        var state = standing.state();
        var next = next(state);
        return new ProgressView(
                standing.queryNumber().toString(),
                standing.queryNumber().printed(),
                standing.implementationCode(),
                item.map(Item::nameZh).orElse(""),
                item.map(Item::nameEn).orElse(""),
                state,
                state.text().zh(),
                state.text().en(),
                state.isFinal(),
                standing.version(),
                standing.submittedAt(),
                standing.promisedOn(),
                standing.isProvisional(),
                standing.changedAt(),
                standing.events().stream().map(Step::of).toList(),
                next.zh(),
                next.en(),
                state.isFinal()
                        ? List.of()
                        : item.map(known -> PaperToBring.of(catalogue, known)).orElse(List.of()),
                askAgainSeconds,
                staleSeconds);
    }

    private static Text next(CaseState state) {
        return switch (state) {
            case SUBMITTED ->
                new Text(
                        "窗口将在五个工作日内告知是否受理。",
                        "The hall says within five working days whether it accepts the application.");
            case WITHDRAWN -> new Text("本件已结束，可重新申请。", "This case is closed; you may apply again.");
        };
    }
}
