package io.yizhan.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** The kiosk page as the person in front of it uses it. */
final class Screen {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path PICTURES = Path.of("target", "kiosk");

    private final ChromeDriver browser;

    Screen(ChromeDriver browser) {
        this.browser = browser;
    }

    static String address() {
        return "http://localhost:" + RestAssured.port + "/kiosk/";
    }

    void open() {
        open("");
    }

    /** @param fragment what stands behind the # of a receipt's QR code */
    void open(String fragment) {
        browser.get("about:blank");
        browser.get(address() + (fragment.isEmpty() ? "" : "#" + fragment));
        see("h1");
    }

    void resize(int width, int height, boolean isPhone) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", isPhone));
    }

    void goOffline(boolean isOffline) {
        browser.executeCdpCommand("Network.enable", Map.of());
        browser.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", isOffline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    void touch(String selector) {
        see(selector);
        // clear of the bar at the bottom, where a person scrolls it
        run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' })", selector);
        browser.findElement(By.cssSelector(selector)).click();
    }

    /** Touches the keys on the screen, one after the other. */
    void touchKeys(String characters) {
        see(".key");
        for (char character : characters.toCharArray()) {
            run(
                    "[...document.querySelectorAll('.key')].find(key => key.textContent === arguments[0]).click()",
                    String.valueOf(character));
        }
    }

    /** Types wherever the focus is. */
    void type(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    /** Types a character every 120 ms. */
    void typeAsPeopleDo(String characters) {
        var typing = new Actions(browser);
        characters.chars().forEach(character -> typing.sendKeys(Character.toString(character))
                .pause(Duration.ofMillis(120)));
        typing.perform();
    }

    /** Types as a scanner does: within milliseconds, so from inside the page. */
    void scan(String code) {
        run("""
                const press = (key) => (document.activeElement || document.body).dispatchEvent(
                    new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
                [...arguments[0]].forEach(press);
                press('Enter');
                """, code);
    }

    String text(String selector) {
        return (String) run("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>)
                run("return [...document.querySelectorAll(arguments[0])].map(found => found.innerText)", selector);
    }

    void see(String selector) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(browser.findElements(By.cssSelector(selector)))
                .isNotEmpty());
    }

    void see(String selector, String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text(selector)).contains(text));
    }

    boolean shows(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream().anyMatch(element -> element.isDisplayed());
    }

    Object run(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    /** @param script calls its last argument with the result */
    Object runAsync(String script, Object... arguments) {
        return browser.executeAsyncScript(script, arguments);
    }

    /** Questions the page has asked the service so far, by path. */
    @SuppressWarnings("unchecked")
    List<String> questions() {
        return (List<String>)
                run("return performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)"
                        + ".filter(path => path.startsWith('/v1/'))");
    }

    /** What the browser itself complained about, answers of the service aside. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> !message.contains("/v1/"))
                .toList();
    }

    void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
