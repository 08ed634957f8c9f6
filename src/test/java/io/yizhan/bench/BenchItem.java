package io.yizhan.bench;

import io.yizhan.catalogue.Audience;
import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.PackagedCatalogue;
import io.yizhan.catalogue.Requirement;
import io.yizhan.catalogue.ReuseClass;
import java.util.List;

/**
 * An item as the bench applies for it: with one fresh paper and one to four that the hall may already hold.
 *
 * @param code implementation code
 * @param freshType what has to be handed in anew each time
 * @param reusable what need not be
 */
record BenchItem(String code, Audience audience, String freshType, List<Requirement> reusable) {
    private static final int MOST_REUSABLE = 4;

    /** Those of the catalogue that are so, two thirds of it, ascending by code. */
    static List<BenchItem> all() {
        var catalogue = PackagedCatalogue.read();
        return catalogue.items().stream()
                .filter(item -> isSuitable(mandatory(catalogue, item)))
                .map(item -> of(item, mandatory(catalogue, item)))
                .toList();
    }

    private static List<Requirement> mandatory(Catalogue catalogue, Item item) {
        return catalogue.requirements(item).stream()
                .filter(requirement -> requirement.necessity().equals("required")
                        && !requirement.form().equals("paper"))
                .toList();
    }

    private static boolean isSuitable(List<Requirement> mandatory) {
        var fresh = mandatory.stream().filter(BenchItem::isFresh).count();
        var reusable = mandatory.size() - fresh;
        return fresh == 1 && reusable >= 1 && reusable <= MOST_REUSABLE;
    }

    private static BenchItem of(Item item, List<Requirement> mandatory) {
        var fresh = mandatory.stream().filter(BenchItem::isFresh).findFirst().orElseThrow();
        return new BenchItem(
                item.implementationCode(),
                item.audience(),
                fresh.materialType().code(),
                mandatory.stream().filter(requirement -> !isFresh(requirement)).toList());
    }

    private static boolean isFresh(Requirement requirement) {
        return requirement.reuseClass() == ReuseClass.NEVER;
    }
}
