package payout.testing;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Somebody before the console in a browser, who finds things by their words. */
public final class ConsoleVisitor implements AutoCloseable {

  private final SandboxConsole console;
  private final Page page;

  private ConsoleVisitor(SandboxConsole console, Page page) {
    this.console = console;
    this.page = page;
  }

  /** Opens the console as somebody who has not logged in. */
  public static ConsoleVisitor open(
      TestBrowser browser, SandboxConsole console, NewContextOptions options) {
    Page page =
        browser.visitor(options.setBaseURL(console.address()).setTimezoneId("Europe/London"));
    page.navigate("/");
    return new ConsoleVisitor(console, page);
  }

  /** Opens the console and logs in. */
  public static ConsoleVisitor logIn(
      TestBrowser browser, SandboxConsole console, String user, NewContextOptions options) {
    return open(browser, console, options.setLocale("en-GB")).logIn(user);
  }

  /** Logs in from the page with the form for it. */
  public ConsoleVisitor logIn(String user) {
    page.locator("#user").fill(user);
    page.locator("#password").fill(console.password(user));
    page.locator("main button").click();
    page.locator(".user").waitFor();
    return this;
  }

  /** The page that this visitor sees. */
  public Page page() {
    return page;
  }

  /** Goes to a page of the console. */
  public ConsoleVisitor go(String path) {
    page.navigate(path);
    return this;
  }

  /** Follows the link with exactly these words. */
  public ConsoleVisitor follow(String words) {
    page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName(words).setExact(true))
        .first()
        .click();
    return this;
  }

  /** Presses the first button of the content with exactly these words. */
  public ConsoleVisitor press(String words) {
    page.locator("main")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(words).setExact(true))
        .first()
        .click();
    return this;
  }

  /** Submits a file on the page for that; its number in the ledger. */
  public long submit(String name, String content) {
    go("/submit");
    page.locator("#file")
        .setInputFiles(new FilePayload(name, "text/csv", content.getBytes(StandardCharsets.UTF_8)));
    press("Submit");
    return fileId();
  }

  /** The number of the file whose page this is, or will be. */
  public long fileId() {
    page.waitForURL(url -> url.matches(".*/files/[0-9]+(\\?.*)?"));
    return Long.parseLong(page.url().replaceFirst(".*/files/([0-9]+).*", "$1"));
  }

  /** Waits until this page shows the file in a state, without loading it again. */
  public ConsoleVisitor seesFile(String state) {
    page.locator("#live > dl [data-state=" + state + "]").waitFor();
    return this;
  }

  /** Follows a link that downloads; the text that arrives. */
  public String download(Locator link) {
    Download download = page.waitForDownload(link::click);
    try {
      return Files.readString(download.path(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the page as a whole is wider than the window. */
  public boolean scrollsSideways() {
    return (boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  @Override
  public void close() {
    page.context().close();
  }
}
