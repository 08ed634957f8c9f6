package io.yizhan.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.catalogue.CatalogueDiff.ChangedField;
import io.yizhan.catalogue.CatalogueDiff.ChangedRow;
import io.yizhan.catalogue.CatalogueDiff.Changes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueDiffTest {
    private final CatalogueRows before = CatalogueFixture.real().read().rows();

    @Test
    void namesEveryChangedFieldOfARow() {
        var after = CatalogueFixture.real()
                .set(CatalogueFile.ITEMS, CatalogueFixture.ITEM, "promised_days_after", "1")
                .set(CatalogueFile.ITEMS, CatalogueFixture.ITEM, "fee", "工本费10元");
        var old = before.find(CatalogueFile.ITEMS, CatalogueFixture.ITEM).orElseThrow();

        var diff = CatalogueDiff.between(before, after.read().rows());

        assertThat(diff.files().get(CatalogueFile.ITEMS.ordinal()).changed())
                .containsExactly(new ChangedRow(
                        CatalogueFixture.ITEM,
                        List.of(
                                new ChangedField("promised_days_after", old.get("promised_days_after"), "1"),
                                new ChangedField("fee", old.get("fee"), "工本费10元"))));
        assertThat(diff.summary())
                .containsExactly(
                        new Changes("departments.csv", 0, 0, 0),
                        new Changes("items.csv", 0, 0, 1),
                        new Changes("material_types.csv", 0, 0, 0),
                        new Changes("requirements.csv", 0, 0, 0),
                        new Changes("windows.csv", 0, 0, 0));
    }

    @Test
    void showsRowsThatCameAndRowsThatWent() {
        var after = CatalogueFixture.real()
                .remove(CatalogueFile.WINDOWS, "W04")
                .add(CatalogueFile.WINDOWS, "waiting", "W05", "2", "legal", "新等候区", "New waiting area");

        var windows = CatalogueDiff.between(before, after.read().rows()).files().get(CatalogueFile.WINDOWS.ordinal());

        assertThat(windows.removed()).singleElement().satisfies(row -> assertThat(row.fields())
                .containsEntry("name_zh", "业务洽谈区"));
        assertThat(windows.added()).singleElement().satisfies(row -> {
            assertThat(row.key()).isEqualTo("W05");
            assertThat(row.fields())
                    .isEqualTo(Map.of(
                            "zone_code", "waiting",
                            "window_no", "W05",
                            "floor", "2",
                            "serves", "legal",
                            "name_zh", "新等候区",
                            "name_en", "New waiting area"));
        });
        assertThat(windows.changed()).isEmpty();
    }

    @Test
    void theOrderOfRowsIsNoChange() {
        var fixture = CatalogueFixture.real();
        var last = fixture.row(CatalogueFile.WINDOWS, "W04");
        var after = fixture.remove(CatalogueFile.WINDOWS, "W04").addFirst(CatalogueFile.WINDOWS, last);

        assertThat(CatalogueDiff.between(before, after.read().rows()).summary())
                .allSatisfy(changes -> assertThat(changes.added() + changes.removed() + changes.changed())
                        .isZero());
    }

    @Test
    void everythingOfTheFirstVersionIsAdded() {
        var diff = CatalogueDiff.between(CatalogueRows.of(Map.of()), before);

        assertThat(diff.summary()).extracting(Changes::added).containsExactly(27, 218, 180, 1546, 40);
    }
}
