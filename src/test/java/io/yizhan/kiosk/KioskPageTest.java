package io.yizhan.kiosk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.yizhan.casework.Journeys;
import io.yizhan.casework.QueryNumber;
import io.yizhan.identity.TestTokens;
import io.yizhan.platform.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

/** Following a case in a real browser, against the real service. */
@QuarkusTest
class KioskPageTest {
    private static final long BITS = (1L << 60) - 1;

    private static ChromeDriver browser;
    private static Screen screen;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
        screen = new Screen(browser);
        screen.resize(1080, 1920, false);
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @AfterEach
    void theBrowserHasNothingToComplainAbout() {
        assertThat(screen.complaints()).isEmpty();
    }

    @Test
    void checksNumbersExactlyAsTheServiceDoes() {
        var random = new Random(20_260_801);
        var typed = new ArrayList<String>();
        for (int round = 0; round < 500; round++) {
            var number = new QueryNumber(random.nextLong() & BITS).toString();
            typed.add(number);
            typed.add(withOneOther(number, random));
            typed.add(number.toLowerCase().replace('0', 'o').replace('1', 'l'));
        }
        screen.open();

        var held = screen.runAsync("""
                const [typed, done] = arguments;
                import('/kiosk/query-number.js').then(({ clean, holds, printed }) =>
                    done(typed.map((text) => holds(clean(text)) ? printed(clean(text)) : 'refused')));
                """, typed);

        assertThat(held).isEqualTo(typed.stream().map(KioskPageTest::judged).toList());
    }

    @Test
    void followsACaseTypedOnTheScreen() {
        var receipt = submit(TestTokens.applicant());
        screen.open();

        screen.touch("#choose-follow");
        screen.touchKeys(receipt.getString("queryNumber"));
        screen.touch("#query");

        screen.see("#state", "已提交，等待受理");
        assertThat(screen.text(".slip-number")).contains(receipt.getString("printedQueryNumber"));
        assertThat(screen.text(".slip-item")).isEqualTo(receipt.getString("itemNameZh"));
        assertThat(screen.texts("#timeline .stop-name")).hasSize(2).first().isEqualTo("已提交申请");
    }

    @Test
    void followsACaseWithTheKeyboardAlone() {
        var number = submit(TestTokens.applicant()).getString("queryNumber");
        screen.open();

        screen.type(Keys.TAB, Keys.ENTER);
        screen.see("#number");
        screen.typeAsPeopleDo(number.toLowerCase());
        screen.type(Keys.ENTER);

        screen.see("#state", "已提交");
    }

    @Test
    void showsAChangeByItself() {
        var token = TestTokens.applicant();
        var receipt = submit(token);
        screen.open(receipt.getString("queryNumber"));
        screen.see("#state", "已提交");

        withdraw(token, receipt);

        screen.see("#state", "已撤回");
        assertThat(screen.texts("#timeline .stop-name")).hasSize(3);
        screen.see("#polite", "进度有变化");
    }

    @Test
    void opensTheCodeOfAReceiptAndKeepsNoTraceOfIt() {
        var receipt = submit(TestTokens.applicant());
        var code = receipt.getString("qr");

        screen.open(code.substring(code.indexOf('#') + 1));

        screen.see("#state", "已提交");
        assertThat(screen.runAsync("""
                        const done = arguments[0];
                        Promise.all([caches.keys(), indexedDB.databases()]).then(([cached, databases]) => done([
                            location.hash, document.title, document.cookie, history.state,
                            localStorage.length + sessionStorage.length + cached.length + databases.length]));
                        """)).isEqualTo(List.of("", "一站 · 政务服务大厅", "", Map.of("depth", 1L), 0L));
    }

    @Test
    void opensWhatAScannerReadsWhereverThePersonIs() {
        var code = submit(TestTokens.applicant()).getString("qr");
        screen.open();
        screen.touch("#choose-guide");
        screen.see("#search");

        screen.scan(code);

        screen.see("#state", "已提交");
    }

    @Test
    void marksATypingErrorBeforeAnybodyIsAsked() {
        screen.open();
        screen.touch("#choose-follow");

        screen.touchKeys(withOneOther(new QueryNumber(42).toString(), new Random(1)));

        screen.see("#remark", "有输错的地方");
        assertThat(screen.run("return document.getElementById('number').getAttribute('aria-invalid')"))
                .isEqualTo("true");
        assertThat(screen.run("return document.getElementById('query').disabled"))
                .isEqualTo(true);
        assertThat(screen.questions()).isEmpty();
    }

    @Test
    void correctsTheOneCharacterThatIsTouched() {
        var number = submit(TestTokens.applicant()).getString("queryNumber");
        screen.open();
        screen.touch("#choose-follow");
        screen.touchKeys(number.substring(0, 5) + other(number.charAt(5)) + number.substring(6));

        screen.run("""
                const box = document.querySelectorAll('.slot')[5].getBoundingClientRect();
                document.getElementById('number').dispatchEvent(new MouseEvent('click',
                    { clientX: box.left + box.width / 2, clientY: box.top + 5, bubbles: true }));
                """);
        screen.touchKeys(number.substring(5, 6));
        screen.touch("#query");

        screen.see("#state", "已提交");
    }

    @Test
    void saysWhatToDoWhenNothingIsKnown() {
        screen.open(new QueryNumber(new Random().nextLong() & BITS).toString());

        screen.see("#notice", "查不到这个号码");
        screen.see("#notice", "请带上回执到咨询台");
        screen.see("#assertive", "查不到这个号码");
        screen.touch("#language");
        screen.see("#notice", "Nothing can be shown for this number");
    }

    @Test
    void saysSoWhileTheServiceIsAwayAndGoesOnByItself() {
        var number = submit(TestTokens.applicant()).getString("queryNumber");
        screen.open();
        screen.goOffline(true);
        try {
            screen.scan(number);
            screen.see("#notice", "暂时连不上服务");
        } finally {
            screen.goOffline(false);
        }

        screen.see("#state", "已提交");
    }

    @Test
    void waitsAsLongAsABusyServiceAsks() {
        var number = submit(TestTokens.applicant()).getString("queryNumber");
        screen.open();
        screen.run("""
                const { fetch } = window;
                window.asked = [];
                window.fetch = (...question) => window.asked.push(performance.now()) === 1
                    ? Promise.resolve(new Response('{"code":"G503"}', { status: 503, headers: { 'Retry-After': '2' } }))
                    : fetch(...question);
                """);

        screen.scan(number);

        screen.see("#notice", "现在查询的人太多");
        screen.see("#state", "已提交");
        assertThat((Boolean) screen.run("""
                const waited = window.asked[1] - window.asked[0];
                return 2_000 <= waited && waited <= 8_000;
                """)).isTrue();
    }

    @Test
    void givesTheScreenToTheNextPersonWithNothingLeftOnIt() {
        var receipt = submit(TestTokens.applicant());
        screen.open(receipt.getString("queryNumber"));
        screen.see("#state", "已提交");
        screen.touch("#language");
        screen.see("#state", "Submitted");

        screen.run("document.documentElement.dataset.abandonedAfter = '2'");

        screen.see("#choose-follow", "查办件进度");
        assertThat((String) screen.run("return document.documentElement.outerHTML"))
                .doesNotContain(
                        receipt.getString("queryNumber"),
                        receipt.getString("printedQueryNumber"),
                        receipt.getString("itemNameZh"));
        browser.navigate().back();
        assertThat(screen.shows("#choose-follow")).isTrue();
    }

    @Test
    void tellsBeforeItClearsAndStaysWhenAsked() {
        screen.open();
        screen.touch("#choose-guide");
        screen.see("#search");

        screen.run("document.documentElement.dataset.abandonedAfter = '15'");
        screen.see("#warning", "返回首页并清除");
        screen.run("document.documentElement.dataset.abandonedAfter = '30'");
        screen.touch("#stay");

        assertThat(screen.shows("#warning")).isFalse();
        assertThat(screen.shows("#search")).isTrue();
    }

    private static JsonPath submit(String token) {
        return Journeys.submit(token, Journeys.BIRTH);
    }

    private static void withdraw(String token, JsonPath receipt) {
        given().auth()
                .oauth2(token)
                .header("Idempotency-Key", Journeys.newKey())
                .header("If-Match", "\"" + receipt.getInt("version") + "\"")
                .post("/v1/cases/" + receipt.getString("id") + "/withdrawal")
                .then()
                .statusCode(200);
    }

    private static String judged(String typed) {
        try {
            return QueryNumber.parse(typed).printed();
        } catch (Problem refused) {
            return "refused";
        }
    }

    private static String withOneOther(String number, Random random) {
        int place = random.nextInt(number.length());
        return number.substring(0, place) + other(number.charAt(place)) + number.substring(place + 1);
    }

    private static char other(char character) {
        return character == '7' ? '8' : '7';
    }
}
