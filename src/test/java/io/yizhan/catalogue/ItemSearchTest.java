package io.yizhan.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemSearchTest {
    private static final ItemQuery ALL = new ItemQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1_000);

    private final Catalogue catalogue = CatalogueFixture.catalogue();
    private final ItemSearch search = ItemSearch.of(catalogue);

    @Test
    void findsByPartOfTheChineseName() {
        assertThat(names("节能审查")).containsExactly("固定资产投资项目节能审查");
    }

    @Test
    void findsByBeginningsOfEnglishWordsInAnyOrder() {
        assertThat(names("review ENERGY conserv")).containsExactly("固定资产投资项目节能审查");
        assertThat(names("nergy")).isEmpty();
    }

    @Test
    void findsByPinyinInitialsAnywhereInTheName() {
        assertThat(names("gdzc")).containsExactly("固定资产投资项目节能审查");
        assertThat(names("JNSC")).containsExactly("固定资产投资项目节能审查");
    }

    @Test
    void everyWordMustBeFound() {
        assertThat(names("固定资产 jnsc energy")).containsExactly("固定资产投资项目节能审查");
        assertThat(names("固定资产 养老")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"重庆,cq", "重庆,zq", "银行,yh", "银行,yx", "长寿,cs", "长寿,zs", "会计,kj", "会计,hj"})
    void aCharacterWithSeveralReadingsMatchesAnyOfThem(String name, String initials) {
        assertThat(SearchableName.of(name, "").matches(initials)).isTrue();
    }

    @Test
    void punctuationAndWidthDoNotMatter() {
        var name = SearchableName.of("机动车（新能源）登记", "");

        assertThat(SearchableName.words("ＪＤＣＸＮＹ")).allMatch(name::matches);
        assertThat(SearchableName.words("机动车(新能源)登记")).allMatch(name::matches);
    }

    @Test
    void textWithoutAnyWordFindsEverything() {
        assertThat(names(" ，。")).hasSize(218);
    }

    @Test
    void anAudienceFindsWhatItMayApplyFor() {
        var found = find(new ItemQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Audience.PERSON),
                Optional.empty(),
                Optional.empty(),
                1_000));

        assertThat(found).hasSize(50 + 35).noneMatch(item -> item.audience() == Audience.ENTERPRISE);
    }

    @Test
    void filtersHoldTogether() {
        var item = catalogue.item(CatalogueFixture.ITEM);

        var found = find(new ItemQuery(
                Optional.empty(),
                Optional.of(item.department().code()),
                Optional.of(item.themeZh()),
                Optional.empty(),
                Optional.of(HandlingType.IMMEDIATE),
                Optional.empty(),
                1_000));

        assertThat(found)
                .contains(item)
                .allMatch(other -> other.department().equals(item.department())
                        && other.themeZh().equals(item.themeZh())
                        && other.handlingType() == HandlingType.IMMEDIATE);
        assertThat(found.size()).isLessThan(218);
    }

    @Test
    void pagesMeetWithoutGapOrOverlap() {
        var walked = new ArrayList<Item>();
        var page = find(after(Optional.empty()));
        while (!page.isEmpty()) {
            walked.addAll(page);
            page = find(after(Optional.of(page.get(page.size() - 1).implementationCode())));
        }

        assertThat(walked).containsExactlyElementsOf(catalogue.items());
    }

    private static ItemQuery after(Optional<String> code) {
        return new ItemQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), code, 7);
    }

    private List<String> names(String text) {
        return find(new ItemQuery(
                        Optional.of(text),
                        ALL.department(),
                        ALL.theme(),
                        ALL.audience(),
                        ALL.handlingType(),
                        ALL.after(),
                        ALL.limit()))
                .stream()
                .map(Item::nameZh)
                .toList();
    }

    private List<Item> find(ItemQuery query) {
        return search.find(query);
    }
}
