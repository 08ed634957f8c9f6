package io.yizhan.casework;

import io.yizhan.catalogue.Catalogue;
import io.yizhan.catalogue.Item;
import io.yizhan.catalogue.Requirement;
import java.util.List;

/** Paper an applicant brings to the window: originals to be compared, copies to be left. */
public record PaperToBring(String materialType, String nameZh, String nameEn, int originals, int copies) {
    public static List<PaperToBring> of(Catalogue catalogue, Item item) {
        if (item.onsiteVisits() == 0) {
            return List.of();
        }
        return catalogue.requirements(item).stream()
                .filter(requirement -> requirement.necessity().equals("required") && requirement.originals() > 0)
                .map(PaperToBring::of)
                .toList();
    }

    private static PaperToBring of(Requirement requirement) {
        var type = requirement.materialType();
        return new PaperToBring(
                type.code(), type.nameZh(), type.nameEn(), requirement.originals(), requirement.copies());
    }
}
