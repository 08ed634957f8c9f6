package io.yizhan.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.yizhan.casework.Journeys;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.TestTokens;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Every view on every kind of screen, in both languages: large enough to touch, dark enough to read, nothing cut off.
 * The pictures are in {@code target/kiosk}.
 */
@QuarkusTest
class KioskLooksTest {
    /** The screens of a hall, and the phone that has scanned a receipt. */
    enum Device {
        PORTRAIT(1080, 1920),
        LANDSCAPE(1920, 1080),
        PHONE(390, 844),
        SMALL_PHONE(360, 640);

        final int width;
        final int height;

        Device(int width, int height) {
            this.width = width;
            this.height = height;
        }

        boolean isPhone() {
            return width < 700;
        }
    }

    private static final String TOO_SMALL = """
            return [...document.querySelectorAll('button, input:not(.number-input)')]
                .filter((control) => control.getClientRects().length > 0)
                .map((control) => [control, control.getBoundingClientRect()])
                .filter(([, box]) => box.width < 63.5 || box.height < 63.5)
                .map(([control, box]) => `${control.id || control.innerText} ${box.width} x ${box.height}`);
            """;
    private static final String CUT_OFF =
            "return Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)";
    /** Contrast of every text with the first opaque ground behind it, WCAG 2.2 1.4.3. */
    private static final String HARD_TO_READ = """
            const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
            const linear = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
            const light = (colour) => {
              const [r, g, b] = channels(colour).map((value) => linear(value / 255));
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ground = (element) => {
              for (let at = element; at; at = at.parentElement) {
                const colour = getComputedStyle(at).backgroundColor;
                if ((channels(colour)[3] ?? 1) === 1) return colour;
              }
              return 'rgb(255, 255, 255)';
            };
            const contrast = (one, other) => {
              const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
              return (bright + 0.05) / (dark + 0.05);
            };
            const found = new Set();
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
              const element = texts.currentNode.parentElement;
              if (texts.currentNode.data.trim() === '' || element.getClientRects().length === 0
                  || element.closest('.unseen, noscript')) continue;
              const value = contrast(getComputedStyle(element).color, ground(element));
              if (value < 4.5) found.add(`${element.className || element.tagName} ${value.toFixed(2)}`);
            }
            return [...found];
            """;

    private static ChromeDriver browser;
    private static Screen screen;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
        screen = new Screen(browser);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @ParameterizedTest
    @EnumSource
    void canBeReadAndTouched(Device device) {
        screen.resize(device.width, device.height, device.isPhone());
        var known = Journeys.submit(TestTokens.applicant(), Journeys.BIRTH).getString("queryNumber");
        walk(device, known, "zh", false);
        walk(device, known, "en", true);
    }

    private static void walk(Device device, String known, String language, boolean isEnglish) {
        screen.open();
        if (isEnglish) {
            screen.touch("#language");
        }
        look(device, language, "start");

        screen.touch("#choose-follow");
        screen.touchKeys(known.substring(0, 6));
        look(device, language, "number");
        screen.touchKeys(known.substring(6, 12) + (known.endsWith("7") ? "8" : "7"));
        look(device, language, "typo");
        screen.scan(known);
        screen.see("#state");
        look(device, language, "result");
        screen.scan(new QueryNumber(System.nanoTime()).toString());
        screen.see("#notice");
        look(device, language, "unknown");

        screen.touch("#home");
        if (isEnglish) {
            screen.touch("#language");
        }
        screen.touch("#choose-guide");
        screen.see(".tile");
        look(device, language, "guides");
        if (!device.isPhone()) {
            screen.touch("button#letters");
            look(device, language, "letters");
        }
        screen.touch("#search");
        screen.type("jhdj");
        screen.see(".item");
        look(device, language, "items");
        screen.touch(".item");
        screen.see(".guide h1");
        look(device, language, "guide");
        screen.run("document.documentElement.dataset.abandonedAfter = '19'");
        screen.see("#stay");
        look(device, language, "warning");
        screen.run("delete document.documentElement.dataset.abandonedAfter");
    }

    private static void look(Device device, String language, String view) {
        screen.picture(device.name().toLowerCase(Locale.ROOT) + "-" + language + "-" + view);
        assertThat(screen.run(TOO_SMALL)).as("too small in " + view).asList().isEmpty();
        assertThat(screen.run(HARD_TO_READ))
                .as("hard to read in " + view)
                .asList()
                .isEmpty();
        assertThat(screen.run(CUT_OFF)).as("cut off in " + view).isEqualTo(0L);
    }
}
