package io.yizhan.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What holds for items: their codes, limits, channels and legal basis, and where they are accepted. */
final class ItemRules {
    static final int MAX_DAYS = 3_660;
    static final int MAX_VISITS = 2;

    private static final Pattern LEGAL_BASIS = Pattern.compile("《[^《》]+(〈[^〈〉]+〉[^《》]*)?》");

    private final CatalogueRows rows;
    private final Findings findings;
    private final Cells cells;
    private final ItemCodeRules codes;
    private final Floors floors;

    ItemRules(CatalogueRows rows, Findings findings, CatalogueRules rules) {
        this.rows = rows;
        this.findings = findings;
        this.cells = new Cells(rows, findings);
        this.codes = new ItemCodeRules(rows, findings, rules);
        this.floors = Floors.of(rows);
    }

    void check() {
        codes.check();
        cells.unique(CatalogueFile.ITEMS, "name_zh", "name_en");
        for (var row : rows.of(CatalogueFile.ITEMS)) {
            cells.names(row);
            cells.filled(row, "fee", "result_name_zh", "theme", "legal_basis_zh");
            cells.chinese(row, "result_name_zh", "theme", "legal_basis_zh");
            checkLimits(row);
            checkChannels(row);
            checkFloor(row);
            checkLegalBasis(row);
            checkResult(row);
            cells.coded(row, "scope", Scope.class);
        }
    }

    private void checkLimits(Row row) {
        var type = Coded.find(row.get("type"), ItemType.class);
        var handling = cells.coded(row, "handling_type", HandlingType.class);
        var statutory = cells.number(row, "statutory_days", 0, MAX_DAYS);
        var before = cells.number(row, "promised_days_before", 0, MAX_DAYS);
        var promised = cells.number(row, "promised_days_after", 0, MAX_DAYS);
        if (isAbove(promised, before)) {
            findings.report(row, "promised_days_after", Reason.PROMISED_GREW, before.getAsInt());
        }
        if (statutory.isPresent() && statutory.getAsInt() > 0) {
            checkStatutory(row, "promised_days_before", before, statutory);
            checkStatutory(row, "promised_days_after", promised, statutory);
        } else if (statutory.isPresent() && type.equals(Optional.of(ItemType.LICENSING))) {
            findings.report(row, "statutory_days", Reason.NO_STATUTORY_LIMIT);
        }
        if (handling.isPresent() && promised.isPresent()) {
            checkHandling(row, handling.get(), promised.getAsInt());
        }
    }

    private void checkStatutory(Row row, String column, OptionalInt promised, OptionalInt statutory) {
        if (isAbove(promised, statutory)) {
            findings.report(row, column, Reason.PROMISED_ABOVE_STATUTORY, statutory.getAsInt());
        }
    }

    private static boolean isAbove(OptionalInt left, OptionalInt right) {
        return left.isPresent() && right.isPresent() && left.getAsInt() > right.getAsInt();
    }

    private void checkHandling(Row row, HandlingType handling, int promisedDays) {
        if (handling == HandlingType.IMMEDIATE && promisedDays > 0) {
            findings.report(row, "promised_days_after", Reason.IMMEDIATE_WITH_LIMIT);
        }
        if (handling == HandlingType.PROMISED && promisedDays == 0) {
            findings.report(row, "promised_days_after", Reason.PROMISED_WITHOUT_LIMIT);
        }
    }

    private void checkChannels(Row row) {
        var offered = row.list("channels", ";");
        var order = List.of(Channel.values()).stream().map(Channel::fileValue).toList();
        if (!offered.equals(order.stream().filter(offered::contains).toList())) {
            findings.report(row, "channels", Reason.CHANNEL_ORDER, String.join(";", order));
        }
        if (!offered.contains(Channel.WINDOW.fileValue())) {
            findings.report(row, "channels", Reason.NO_WINDOW_CHANNEL);
        }
        var visits = cells.number(row, "onsite_visits", 0, MAX_VISITS);
        if (visits.equals(OptionalInt.of(0)) && !offered.contains(Channel.WEB.fileValue())) {
            findings.report(row, "channels", Reason.NO_ONLINE_CHANNEL);
        }
    }

    private void checkFloor(Row row) {
        var audience = cells.coded(row, "audience", Audience.class);
        if (!cells.layout(row, "zone", Item.ZONE, "floor1")) {
            return;
        }
        if (audience.isPresent()
                && rows.areComplete(CatalogueFile.WINDOWS)
                && !floors.accept(audience.get(), Item.floor(row))) {
            findings.report(row, "zone", Reason.NO_WINDOW, row.get("zone"));
        }
    }

    private void checkLegalBasis(Row row) {
        for (var act : row.list("legal_basis_zh", "；")) {
            if (!act.isEmpty() && !LEGAL_BASIS.matcher(act).matches()) {
                findings.report(row, "legal_basis_zh", Reason.LAYOUT, act, "《…》；《…》");
            }
        }
    }

    private void checkResult(Row row) {
        if (row.find("result_licence_type").isEmpty()) {
            return;
        }
        cells.reference(row, "result_licence_type", CatalogueFile.MATERIAL_TYPES)
                .map(type -> type.get("issuer"))
                .filter(issuer -> !issuer.equals(row.get("department_code")))
                .ifPresent(issuer -> findings.report(row, "result_licence_type", Reason.RESULT_ISSUER, issuer));
    }
}
