package io.yizhan.kiosk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The Chromium of the machine, with a profile of its own. Nothing is ever downloaded: where there is none, the tests
 * are skipped and say so.
 */
final class Browser {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> DRIVERS = List.of("chromedriver");
    private static final List<String> ARGUMENTS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars");

    // it knows the protocol of older browsers by heart and regrets that at length; what is used here has not changed
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private Browser() {}

    static ChromeDriver start() {
        var browser = find(BROWSERS);
        var driver = find(DRIVERS);
        if (browser.isEmpty() || driver.isEmpty()) {
            System.err.println("SKIPPED: no chromium and chromedriver on the PATH, the kiosk page is NOT tested"
                    + " (Debian: apt-get install chromium chromium-driver)");
        }
        assumeTrue(browser.isPresent() && driver.isPresent(), "no chromium and chromedriver on the PATH");
        SELENIUM.setLevel(Level.SEVERE);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.get())
                .usingAnyFreePort()
                .build();
        return new ChromeDriver(service, options(browser.get()));
    }

    private static ChromeOptions options(File browser) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        var options = new ChromeOptions();
        options.setBinary(browser);
        options.addArguments(ARGUMENTS);
        // without --user-data-dir chromedriver makes a fresh profile for each session and removes it afterwards
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    private static Optional<File> find(List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toFile);
    }
}
