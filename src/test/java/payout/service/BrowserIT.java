package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.ConsoleVisitor;
import payout.testing.PayoutFile;
import payout.testing.SandboxConsole;
import payout.testing.TestBrowser;

/**
 * The console of the distribution in a real browser: what a person sees and does there. One sandbox
 * serves all tests; each brings its own files.
 */
@Tag("long")
class BrowserIT {

  private static final int NARROW = 320;
  private static final int HEIGHT = 800;

  /** The rules of WCAG 2.2, levels A and AA. */
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  @TempDir private static Path folder;

  private static SandboxConsole console;
  private static TestBrowser browser;
  private static ConsoleVisitor li;
  private static ConsoleVisitor chen;

  @BeforeAll
  static void start() {
    assumeTrue(TestBrowser.executable().isPresent(), TestBrowser.NONE);
    console = SandboxConsole.start(folder);
    browser = TestBrowser.launch();
    li = ConsoleVisitor.logIn(browser, console, "li", new NewContextOptions());
    chen = ConsoleVisitor.logIn(browser, console, "chen", new NewContextOptions());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (console != null) {
      console.close();
    }
  }

  @AfterEach
  void no_page_complained() {
    if (console != null) {
      console.simulator("clear=all");
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void a_newcomer_submits_another_approves_and_both_see_it_settle_without_a_reload()
      throws IOException {
    String sample = Files.readString(Path.of("samples/payout-3.csv"));
    long id = li.submit("payout-3.csv", sample);
    li.go("/files/" + id).seesFile("AWAITING_APPROVAL");

    chen.go("/").follow("Waiting");
    chen.page().locator("main a[href='/files/" + id + "/approve']").click();
    assertThat(chen.page().locator("main").innerText()).contains("payout-3.csv", "2020.50", "li");
    chen.press("Approve: 3 lines, 2020.50 CNY");
    chen.go("/files/" + id);
    chen.page().evaluate("window.sameDocument = true");
    chen.seesFile("SETTLED");
    assertThat(chen.page().evaluate("window.sameDocument")).isEqualTo(true);

    Locator result = chen.page().locator("a[href$='.result.csv']").first();
    assertThat(chen.download(result))
        .contains("SMALL-0001,", ",PAID,", ",FAILED,ACCOUN_NAME_NOT_MATCH,");
  }

  @Test
  void a_payment_is_found_by_serial_and_by_account_and_shown_masked_until_it_is_revealed() {
    paid(
        "find.csv",
        "2 lines, 3.50 CNY",
        "FIND-1,13800000002,李四 FAIL_ACCOUN_NAME_NOT_MATCH,1.00,",
        "FIND-2,wang.wu@example.com,王五,2.50,");

    search("FIND-1");
    assertThat(content(chen)).contains("FIND-1", "ACCOUN_NAME_NOT_MATCH");

    search("wang.wu@example.com");
    assertThat(content(chen)).contains("FIND-2").doesNotContain("wang.wu@example.com");
    assertThat(chen.page().url()).doesNotContain("wang");
    chen.press("Show accounts and names in full");
    assertThat(content(chen)).contains("wang.wu@example.com");
    assertThat(chen.page().url()).doesNotContain("wang");

    chen.follow("FIND-2");
    assertThat(content(chen)).contains("2.50", "paid").doesNotContain("wang.wu@example.com");
  }

  @Test
  void thirty_pasted_lines_are_kept_while_a_fault_in_them_is_mended() {
    li.go("/submit");
    li.page().locator("#paste").fill(rows("PASTE", 30).replace("10.07", "10.071"));
    li.press("Check");

    assertThat(content(li)).contains("AMOUNT_INVALID");
    Locator wrong = li.page().locator("input[aria-invalid=true]");
    assertThat(wrong.inputValue()).isEqualTo("10.071");
    assertThat(li.page().locator("input[name=serial]:not([value=''])").count()).isEqualTo(30);
    wrong.fill("10.07");
    li.press("Check");
    li.press("Submit 30 lines, 304.65 CNY");

    li.go("/files/" + li.fileId()).seesFile("AWAITING_APPROVAL");
    assertThat(content(li)).contains("304.65");
  }

  @Test
  void a_batch_is_held_and_released_after_the_page_showed_what_that_touches() {
    console.simulator("fault=STATUS&status=503&taking=false&times=always");
    long id = li.submit("hold.csv", PayoutFile.of("HOLD-1,a@example.com,张三,12.50,"));
    li.go("/files/" + id).seesFile("AWAITING_APPROVAL");
    chen.go("/files/" + id).follow("Approve").press("Approve: 1 lines, 12.50 CNY");
    chen.go("/files/" + id).page().locator("[data-state=UNKNOWN]").first().waitFor();
    chen.page().locator("a[href^='/batches/']").first().click();

    chen.follow("Hold");
    assertThat(content(chen)).contains("What it would touch", "unknown", "held", "12.50");
    chen.press("Hold: 1 lines, 12.50 CNY");
    assertThat(chen.page().evaluate("document.querySelector('#reason').validity.valueMissing"))
        .isEqualTo(true);
    chen.page().locator("#reason").fill("asking the gateway");
    chen.press("Hold: 1 lines, 12.50 CNY");
    assertThat(fact(chen, "State")).isEqualTo("held");

    console.simulator("clear=all");
    chen.follow("Release");
    chen.page().locator("#reason").fill("the gateway does not have it");
    chen.press("Release: 1 lines, 12.50 CNY");
    chen.go("/files/" + id).seesFile("SETTLED");
    chen.go("/audit");
    assertThat(content(chen)).contains("asking the gateway", "the gateway does not have it");
  }

  @Test
  void everything_goes_without_javascript_too() {
    NewContextOptions plain = new NewContextOptions().setJavaScriptEnabled(false);
    try (ConsoleVisitor maker = ConsoleVisitor.logIn(browser, console, "li", plain);
        ConsoleVisitor approver = ConsoleVisitor.logIn(browser, console, "chen", plain)) {
      long id = maker.submit("plain.csv", PayoutFile.of("PLAIN-1,a@example.com,张三,7.00,"));
      li.go("/files/" + id).seesFile("AWAITING_APPROVAL");

      approver.go("/files/" + id).follow("Approve");
      approver.press("Approve: 1 lines, 7.00 CNY");
      approver.go("/files/" + id).seesFile("SETTLED");

      assertThat(approver.download(approver.page().locator("a[href$='.result.csv']").first()))
          .contains("PLAIN-1,", ",PAID,");
    }
  }

  @Test
  void the_browser_or_a_switch_chooses_the_language() {
    NewContextOptions chinese = new NewContextOptions().setLocale("zh-CN");
    try (ConsoleVisitor visitor = ConsoleVisitor.open(browser, console, chinese)) {
      Page page = visitor.page();
      assertThat(page.locator("html").getAttribute("lang")).isEqualTo("zh-CN");
      assertThat(page.locator("h1").innerText()).isEqualTo("登录");
      visitor.logIn("li");
      assertThat(page.locator("h1").innerText()).isEqualTo("总览");

      page.locator("header button[lang=en]").click();
      assertThat(page.locator("h1").innerText()).isEqualTo("Overview");
      page.locator("header button[lang=zh]").click();
      assertThat(page.locator("h1").innerText()).isEqualTo("总览");
    }
  }

  @Test
  void the_keyboard_alone_reaches_the_content_and_logs_in() {
    try (ConsoleVisitor visitor =
        ConsoleVisitor.open(browser, console, new NewContextOptions().setLocale("en-GB"))) {
      Page page = visitor.page();
      page.keyboard().press("Tab");
      assertThat(focused(page, "textContent")).isEqualTo("Skip to the content");
      page.keyboard().press("Enter");
      page.keyboard().press("Tab");
      assertThat(focused(page, "id")).isEqualTo("user");
      page.keyboard().type("chen");
      page.keyboard().press("Tab");
      page.keyboard().type(console.password("chen"));
      page.keyboard().press("Enter");

      page.locator(".user").waitFor();
    }
  }

  @Test
  void each_page_fits_a_phone_and_is_without_a_fault_of_accessibility_in_light_and_in_dark() {
    paid("seen.csv", "1 lines, 2.00 CNY", "SEEN-1,zhao.liu@example.com,赵六,2.00,");
    long waiting = li.submit("look.csv", PayoutFile.of("LOOK-1,a@example.com,张三,1.00,"));
    li.go("/files/" + waiting).seesFile("AWAITING_APPROVAL");
    long refused = li.submit("bad.csv", PayoutFile.of("BAD-1,a@example.com,张三,0.001,"));
    li.go("/files/" + refused).seesFile("REJECTED");
    List<String> faults = new ArrayList<>();

    for (String path : List.of("/submit", "/files/" + refused, "/files/999999", "/sessions")) {
      li.go(path);
      look(li, path, faults);
    }
    li.go("/submit").page().locator("#paste").fill(rows("LOOK", 3).replace("10.02", "nothing"));
    li.press("Check");
    look(li, "/submit/form", faults);
    for (String path :
        List.of(
            "/",
            "/files",
            "/files/" + waiting,
            "/files/" + waiting + "/approve",
            "/files/" + waiting + "/reject",
            "/waiting",
            "/payments",
            "/audit",
            "/sessions")) {
      chen.go(path);
      look(chen, path, faults);
    }
    search("zhao.liu@example.com");
    look(chen, "a search", faults);
    chen.follow("SEEN-1");
    chen.page().locator("#story").waitFor();
    look(chen, "a payment", faults);
    chen.page().locator("main a[href^='/batches/']").first().click();
    look(chen, "a batch", faults);
    chen.page().locator("main a[href^='/files/']").first().click();
    chen.page().waitForURL("**/files/*");
    look(chen, "a settled file", faults);
    try (ConsoleVisitor stranger =
        ConsoleVisitor.open(browser, console, new NewContextOptions().setLocale("en-GB"))) {
      look(stranger, "/login", faults);
      stranger.page().locator("#user").fill("nobody");
      stranger.page().locator("#password").fill("wrong");
      stranger.press("Log in");
      look(stranger, "a log-in that failed", faults);
    }

    assertThat(faults).isEmpty();
  }

  private static void look(ConsoleVisitor visitor, String what, List<String> faults) {
    Page page = visitor.page();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      AxeResults results = axe(page, scheme).analyze();
      for (Rule rule : results.getViolations()) {
        faults.add(what + ", " + scheme + ": " + rule.getId() + " " + nodes(rule));
      }
    }
    page.setViewportSize(NARROW, HEIGHT);
    if (visitor.scrollsSideways()) {
      faults.add(what + " is wider than " + NARROW + " pixels");
    }
    page.setViewportSize(1280, HEIGHT);
  }

  /** In the dark only the colours differ. */
  private static AxeBuilder axe(Page page, ColorScheme scheme) {
    AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true); // There are no frames.
    return scheme == ColorScheme.LIGHT
        ? axe.withTags(RULES)
        : axe.withRules(List.of("color-contrast"));
  }

  private static String nodes(Rule rule) {
    return rule.getNodes().stream()
        .map(node -> node.getHtml() + " " + node.getFailureSummary())
        .collect(Collectors.joining("; "));
  }

  /** Submits a file of such payments, approves what the page says of it, and waits for its end. */
  private static void paid(String name, String what, String... rows) {
    long id = li.submit(name, PayoutFile.of(rows));
    li.go("/files/" + id).seesFile("AWAITING_APPROVAL");
    chen.go("/files/" + id).follow("Approve").press("Approve: " + what);
    chen.go("/files/" + id).seesFile("SETTLED");
  }

  private static void search(String words) {
    chen.go("/").page().locator("#q").fill(words);
    chen.page().locator("#q").press("Enter");
    chen.page().locator("#found, #story").waitFor();
  }

  private static String content(ConsoleVisitor visitor) {
    return visitor.page().locator("main").innerText();
  }

  private static String fact(ConsoleVisitor visitor, String name) {
    return visitor
        .page()
        .locator("dt", new Page.LocatorOptions().setHasText(name))
        .first()
        .locator("xpath=following-sibling::dd[1]")
        .innerText();
  }

  private static Object focused(Page page, String property) {
    return page.evaluate("document.activeElement." + property);
  }

  /** Rows as a spreadsheet copies them: 10.01, 10.02, … */
  private static String rows(String serial, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "%s-%d\t1380000%04d\t李四\t10.%02d\t工资".formatted(serial, i, i, i))
        .collect(Collectors.joining("\n"));
  }
}
