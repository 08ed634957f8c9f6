package io.yizhan.catalogue;

import static java.util.stream.Collectors.toSet;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which floors take whom, as the acceptance windows say. Where a hall has windows kept for persons or for enterprises,
 * an item for them alone belongs to such a floor; windows open to both are enough only where it has none.
 */
final class Floors {
    private final Map<Audience, Set<Integer>> byAudience = new EnumMap<>(Audience.class);

    private Floors() {}

    static Floors of(CatalogueRows rows) {
        var windows = rows.of(CatalogueFile.WINDOWS).stream()
                .filter(row -> row.get("zone_code").equals(Zone.ACCEPTANCE.fileValue()))
                .toList();
        var floors = new Floors();
        floors.byAudience.put(Audience.PERSON, dedicated(windows, "natural"));
        floors.byAudience.put(Audience.ENTERPRISE, dedicated(windows, "legal"));
        floors.byAudience.put(Audience.BOTH, floors(windows));
        return floors;
    }

    private static Set<Integer> dedicated(List<Row> windows, String serves) {
        var kept = floors(
                windows.stream().filter(row -> row.get("serves").equals(serves)).toList());
        return kept.isEmpty()
                ? floors(windows.stream()
                        .filter(row -> row.get("serves").equals("both"))
                        .toList())
                : kept;
    }

    private static Set<Integer> floors(List<Row> windows) {
        return windows.stream()
                .map(row -> row.get("floor"))
                .filter(ServiceWindow.FLOOR.asMatchPredicate())
                .map(Integer::valueOf)
                .collect(toSet());
    }

    boolean accept(Audience audience, int floor) {
        return byAudience.getOrDefault(audience, Set.of()).contains(floor);
    }
}
