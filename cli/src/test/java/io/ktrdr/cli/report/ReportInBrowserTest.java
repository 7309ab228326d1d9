package io.ktrdr.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reports in a Chromium that the machine has; without one this is skipped. With {@code -Dktrdr.test.screenshots=DIR} it leaves
 * pictures there.
 */
class ReportInBrowserTest {
    /** Whether a canvas has anything on it. */
    private static final String DRAWN = """
            canvas => {
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              return pixels.some((value, i) => i % 4 === 3 && value > 0);
            }""";

    private static final Optional<Path> CHROMIUM = Stream.of(
                    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    @BeforeAll
    static void start() {
        assumeTrue(CHROMIUM.isPresent(), "No Chromium on this machine: reports are not looked at in a browser");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM.orElseThrow())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
    }

    enum Shown {
        FULL(AReport.full()),
        REJECTED(AReport.rejectedAfterTraining()),
        OLD(AReport.old()),
        FAILED(AReport.full().failed()),
        NASTY(AReport.full().withBrief("</script><script>alert('no')</script> \"quoted\" & <b>bold</b>"));

        private final AReport report;

        Shown(AReport report) {
            this.report = report;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_report_opens_without_any_request_or_complaint_and_draws_all_its_charts(Shown shown) throws Exception {
        try (BrowserContext context = browser.newContext()) {
            Page page = open(context, shown.report);
            assertEquals(List.of(), complaints);
            assertEquals(List.of(page.url()), requests);
            for (var place : page.querySelectorAll(".chart")) {
                var canvas = place.querySelector("canvas");
                assertTrue(canvas != null && (boolean) canvas.evaluate(DRAWN), place.getAttribute("id"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_hinders_readers_with_impairments(Shown shown) throws Exception {
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            try (BrowserContext context = browser.newContext(
                    new Browser.NewContextOptions().setColorScheme(scheme).setBypassCSP(true))) {
                Page page = open(context, shown.report);
                List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
                assertEquals(
                        List.of(),
                        violations.stream()
                                .map(rule -> rule.getId() + " "
                                        + rule.getNodes().getFirst().getHtml() + " "
                                        + rule.getNodes().getFirst().getFailureSummary())
                                .toList());
            }
        }
    }

    @Test
    void the_switch_of_the_scale_works_by_keyboard() throws Exception {
        try (BrowserContext context = browser.newContext()) {
            Page page = open(context, AReport.full());
            String linear = picture(page);
            page.focus("button[data-log=equity]");
            page.keyboard().press("Enter");
            assertEquals("true", page.getAttribute("button[data-log=equity]", "aria-pressed"));
            assertNotEquals(linear, picture(page));
            page.keyboard().press("Space");
            assertEquals("false", page.getAttribute("button[data-log=equity]", "aria-pressed"));
            assertEquals(linear, picture(page));
            assertEquals(List.of(), complaints);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_narrow_screen_scrolls_only_downwards(Shown shown) throws Exception {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(400, 800))) {
            Page page = open(context, shown.report);
            assertEquals(400, page.evaluate("document.documentElement.scrollWidth"));
        }
    }

    @Test
    void what_a_wider_window_shows_fits_a_narrower_one() throws Exception {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1200, 800))) {
            Page page = open(context, AReport.full());
            page.setViewportSize(400, 800);
            page.waitForFunction("document.querySelector('#equity canvas').getBoundingClientRect().right <= 400");
            assertEquals(400, page.evaluate("document.documentElement.scrollWidth"));
        }
    }

    @Test
    void paper_is_white_whatever_the_screen() throws Exception {
        try (BrowserContext context =
                browser.newContext(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK))) {
            Page page = open(context, AReport.full());
            String dark = picture(page);
            page.evaluate("dispatchEvent(new Event('beforeprint'))");
            assertNotEquals(dark, picture(page));
            assertEquals("rgb(22, 32, 44)", page.evaluate("getComputedStyle(document.body).color"));
            page.evaluate("dispatchEvent(new Event('afterprint'))");
            assertEquals(dark, picture(page));
        }
    }

    @Test
    void pictures_are_left_where_they_are_asked_for() throws Exception {
        String to = System.getProperty("ktrdr.test.screenshots");
        assumeTrue(to != null, "Nobody asked for pictures");
        picture(Path.of(to, "light.png"), ColorScheme.LIGHT, 1200, AReport.full());
        picture(Path.of(to, "dark.png"), ColorScheme.DARK, 1200, AReport.full());
        picture(Path.of(to, "narrow.png"), ColorScheme.LIGHT, 400, AReport.full());
        picture(Path.of(to, "rejected.png"), ColorScheme.LIGHT, 1200, AReport.rejectedAfterTraining());
        try (BrowserContext context =
                browser.newContext(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK))) {
            Page page = open(context, AReport.full());
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            page.evaluate("dispatchEvent(new Event('beforeprint'))");
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(to, "print.png"))
                    .setFullPage(true));
        }
        picture(Path.of(to, "old.png"), ColorScheme.LIGHT, 1200, AReport.old().withoutBars());
    }

    private void picture(Path file, ColorScheme scheme, int width, AReport report) throws Exception {
        try (BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900))) {
            Page page = open(context, report);
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        }
    }

    private static String picture(Page page) {
        return (String) page.evaluate("document.querySelector('#equity canvas').toDataURL()");
    }

    private Page open(BrowserContext context, AReport report) throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), report.html());
        Page page = context.newPage();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> requests.add(request.url()));
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.navigate(file.toUri().toString());
        return page;
    }
}
