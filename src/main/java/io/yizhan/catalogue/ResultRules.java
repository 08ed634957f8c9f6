package io.yizhan.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What holds for results that serve as materials: each is asked for, and each can be obtained starting from nothing. */
final class ResultRules {
    private final CatalogueRows rows;
    private final Findings findings;

    ResultRules(CatalogueRows rows, Findings findings) {
        this.rows = rows;
        this.findings = findings;
    }

    void check() {
        if (!rows.areComplete(CatalogueFile.ITEMS, CatalogueFile.MATERIAL_TYPES, CatalogueFile.REQUIREMENTS)) {
            return;
        }
        var asked = typesByItem(row -> true);
        var everAsked = asked.values().stream().flatMap(Set::stream).collect(toSet());
        var producers = rows.of(CatalogueFile.ITEMS).stream()
                .filter(item -> item.find("result_licence_type").isPresent())
                .toList();
        for (var item : producers) {
            if (!everAsked.contains(item.get("result_licence_type"))) {
                findings.report(item, "result_licence_type", Reason.RESULT_UNUSED);
            }
        }
        checkObtainable(producers);
    }

    private Map<String, Set<String>> typesByItem(Predicate<Row> included) {
        return rows.of(CatalogueFile.REQUIREMENTS).stream()
                .filter(RequirementRules::isCurrent)
                .filter(included)
                .collect(groupingBy(
                        row -> row.get("implementation_code"), mapping(row -> row.get("material_type"), toSet())));
    }

    private void checkObtainable(List<Row> producers) {
        var required = typesByItem(RequirementRules::isRequired);
        var byResult = producers.stream().collect(groupingBy(item -> item.get("result_licence_type")));
        var missing = new HashSet<>(byResult.keySet());
        Function<Row, Set<String>> needs = item -> required.getOrDefault(item.key(), Set.of());
        boolean progress = true;
        while (progress) {
            progress = missing.removeIf(type -> byResult.getOrDefault(type, List.of()).stream()
                    .map(needs)
                    .anyMatch(need -> need.stream().noneMatch(missing::contains)));
        }
        for (var type : rows.of(CatalogueFile.MATERIAL_TYPES)) {
            if (missing.contains(type.get("code"))) {
                findings.report(type, "code", Reason.CIRCULAR_PROOF);
            }
        }
    }
}
