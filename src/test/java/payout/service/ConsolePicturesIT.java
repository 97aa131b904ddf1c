package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import payout.testing.ConsoleVisitor;
import payout.testing.PayoutFile;
import payout.testing.SandboxConsole;
import payout.testing.TestBrowser;

/** Draws the pictures of the README, in the folder that {@code payout.pictures} names. */
@EnabledIfSystemProperty(
    named = "payout.pictures",
    matches = ".+",
    disabledReason = "The pictures of the README are drawn by mvn -Ppictures verify.")
class ConsolePicturesIT {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 860;
  private static final int BYTES_MAX = 150_000;

  @TempDir private static Path folder;

  private final Path pictures = Path.of(System.getProperty("payout.pictures", ""));

  /** One file waits, one was refused, and of one the last batch has no result yet. */
  @Test
  void draws_the_overview_and_a_file_under_way() throws IOException {
    assumeTrue(TestBrowser.executable().isPresent(), TestBrowser.NONE);
    NewContextOptions options =
        new NewContextOptions().setViewportSize(WIDTH, HEIGHT).setColorScheme(ColorScheme.LIGHT);
    try (SandboxConsole console = SandboxConsole.start(folder);
        TestBrowser browser = TestBrowser.launch();
        ConsoleVisitor li = ConsoleVisitor.logIn(browser, console, "li", new NewContextOptions());
        ConsoleVisitor chen = ConsoleVisitor.logIn(browser, console, "chen", options)) {
      console.simulator("fault=NOTIFY_NEVER");
      long id = li.submit("payroll.csv", Files.readString(Path.of("samples/payout-2500.csv")));
      li.go("/files/" + id).seesFile("AWAITING_APPROVAL");
      long refused = li.submit("refunds.csv", PayoutFile.of("R-1,a@example.com,张三,0.001,"));
      li.go("/files/" + refused).seesFile("REJECTED");
      long waiting = li.submit("payout-3.csv", Files.readString(Path.of("samples/payout-3.csv")));
      li.go("/files/" + waiting).seesFile("AWAITING_APPROVAL");
      chen.go("/files/" + id).follow("Approve").press("Approve: 2500 lines, 6189486.76 CNY");
      chen.go("/files/" + id).page().locator("#batches ~ div >> text=settled >> nth=1").waitFor();

      draw(chen, "file.png");
      draw(chen.go("/"), "overview.png");
    }
  }

  private void draw(ConsoleVisitor visitor, String name) throws IOException {
    Files.createDirectories(pictures);
    Path picture = pictures.resolve(name);
    visitor.page().screenshot(new ScreenshotOptions().setPath(picture));
    assertThat(Files.size(picture)).as(name).isLessThan(BYTES_MAX);
  }
}
