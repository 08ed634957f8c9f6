package io.yizhan.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

/** Browsing the guides in a real browser, against the published catalogue. */
@QuarkusTest
class KioskGuidesTest {
    private static ChromeDriver browser;
    private static Screen screen;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
        screen = new Screen(browser);
        screen.resize(1920, 1080, false);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void openTheGuides() {
        screen.open();
        screen.touch("#choose-guide");
        screen.see(".tile");
    }

    @AfterEach
    void theBrowserHasNothingToComplainAbout() {
        assertThat(screen.complaints()).isEmpty();
    }

    @Test
    void findsAnItemByThePinyinInitialsTouchedOnTheScreen() {
        screen.touch("button#letters");

        screen.touchKeys("JHDJ");

        screen.see(".item-name", "结婚登记");
        screen.touch("#unchoose");
        screen.see(".tile-name");
        assertThat(screen.run("return document.getElementById('search').value")).isEqualTo("");
    }

    @Test
    void findsAnItemByEnglishWords() {
        screen.touch("#language");

        screen.touch("#search");
        screen.type("signboard");

        screen.see(".item-name", "Shop front and signboard approval");
    }

    @Test
    void listsADepartmentsItemsPageByPage() {
        screen.touch("#by-theme");
        screen.see(".tile-name", "农林水利");
        int announced = Integer.parseInt(screen.texts(".tile-count").get(0).replaceAll("\\D", ""));
        screen.touch(".tile");
        screen.see("#more");
        assertThat(screen.texts(".item")).hasSize(20);

        screen.touch("#more");

        screen.see(".guides-content > .fine", "共 " + announced + " 项");
        assertThat(screen.texts(".item")).hasSize(announced).doesNotHaveDuplicates();
        assertThat(screen.shows("#more")).isFalse();
    }

    @Test
    void narrowsTheListToWhatPersonsMayApplyFor() {
        screen.touch("#by-department");
        screen.see(".tiles-department .tile");
        screen.run("[...document.querySelectorAll('.tile')].find(tile => tile.innerText.includes('公安')).click()");
        screen.see(".items");
        int all = screen.texts(".item").size();

        screen.touch("#for-enterprise");

        screen.see("#for-enterprise[aria-pressed=true]");
        screen.see(".items");
        assertThat(screen.texts(".item")).hasSizeBetween(1, all - 1);
    }

    @Test
    void saysInPlainWordsWhatNeedNotBeBroughtAgain() {
        screen.touch("#search");
        screen.type("结婚登记");
        screen.see(".item-name", "结婚登记");
        screen.touch(".item");

        screen.see(".guide h1", "结婚登记");
        assertThat(screen.text(".materials-fresh h3")).isEqualTo("每次都要提供");
        assertThat(screen.text(".materials-kept")).contains("以前交过就不用再交", "居民户口簿", "大厅留存：您确认内容没有变化，就不用再交。");
        assertThat(screen.texts(".facts dt")).containsExactly("办理时限", "到大厅", "费用", "谁能办", "怎么办");
        assertThat(screen.texts(".windows li")).isNotEmpty();

        screen.touch("#language");
        screen.see(".materials-kept", "confirm that nothing has changed and you need not bring it again");
    }

    @Test
    void comesBackToTheListAsItWasLeft() {
        screen.touch(".tile");
        screen.see("#more");
        screen.touch("#more");
        screen.see(".items li:nth-child(21)");
        screen.touch(".items li:last-child .item");
        screen.see(".guide h1");

        screen.touch("#back");

        screen.see(".items");
        assertThat(screen.texts(".item")).hasSizeGreaterThan(20);
    }

    @Test
    void saysWhatToDoWhenNothingMatches() {
        screen.touch("#search");
        screen.type("zzzzzz");

        screen.see("#notice", "没有找到相符的事项");
    }

    @Test
    void offersToTryAgainWhenTheServiceIsAway() {
        screen.goOffline(true);
        try {
            screen.touch("#search");
            screen.type("身份证");
            screen.see("#notice", "暂时连不上服务");
        } finally {
            screen.goOffline(false);
        }
        screen.touch("#again");

        screen.see(".item-name", "身份证");
    }
}
