package payout.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Chromium of this machine, without a window. What its pages complain about is kept: errors of
 * scripts, what the policy of the pages forbids, files of a page that do not arrive.
 */
public final class TestBrowser implements AutoCloseable {

  /** Why a test is skipped that needs a browser. */
  public static final String NONE =
      "No Chromium is installed, so the console is not tested in a browser; on Debian,"
          + " \"apt-get install chromium\" installs it.";

  private static final int PATIENCE_MS = 20_000;

  private static final List<Path> PLACES =
      Stream.of("chromium", "chromium-browser", "google-chrome")
          .map(name -> Path.of("/usr/bin", name))
          .toList();

  /** What Chromium says about an answer with a status that a page gives on purpose. */
  private static final String STATUS = "Failed to load resource: the server responded";

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Playwright playwright;
  private final Browser browser;

  private TestBrowser(Path executable) {
    this.playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setChromiumSandbox(false)); // Chromium has none for root.
  }

  /** Where a browser is; empty where none is installed. */
  public static Optional<Path> executable() {
    return Found.BROWSER;
  }

  /** Ubuntu has a program of that name that only tells how to install the browser. */
  private static boolean isBrowser(Path executable) {
    if (!Files.isExecutable(executable)) {
      return false;
    }
    try {
      Process version =
          new ProcessBuilder(executable.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = version.waitFor(20, TimeUnit.SECONDS);
      version.destroyForcibly();
      return ended && version.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looked for once. */
  private static final class Found {

    static final Optional<Path> BROWSER =
        PLACES.stream().filter(TestBrowser::isBrowser).findFirst();
  }

  /** Starts the browser that is installed. */
  public static TestBrowser launch() {
    return new TestBrowser(executable().orElseThrow(() -> new IllegalStateException(NONE)));
  }

  /** A page of a visitor who shares no cookie with any other. */
  public Page visitor(NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    context.onConsoleMessage(this::note);
    context.onWebError(error -> complaints.add(error.page().url() + ": " + error.error()));
    context.onResponse(this::note);
    return context.newPage();
  }

  /** What the pages complained about so far. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private void note(ConsoleMessage message) {
    boolean isComplaint = message.type().equals("error") || message.type().equals("warning");
    if (isComplaint && !message.text().startsWith(STATUS)) {
      complaints.add(message.page().url() + ": " + message.text());
    }
  }

  private void note(Response response) {
    boolean isPage = response.request().isNavigationRequest();
    if (response.status() >= (isPage ? 500 : 400)) {
      complaints.add(response.url() + ": " + response.status());
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
