package payout.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import payout.config.ConsoleSettings;
import payout.config.Settings;
import payout.ledger.Ledger;

/** The console of a running service: its pages and calls, and the port that serves them. */
public final class Console implements AutoCloseable {

  private static final String WORK = "data/work/uploads";

  private final ConsoleServer server;
  private final List<Endpoint> endpoints;

  private Console(ConsoleServer server, List<Endpoint> endpoints) {
    this.server = server;
    this.endpoints = endpoints;
  }

  /**
   * Starts the console.
   *
   * @param port where it listens; 0 for any free port
   * @throws IllegalStateException when it cannot listen there
   * @throws UsersFileException when the file of users cannot be used
   */
  public static Console start(Settings settings, Ledger ledger, int port) {
    return start(settings, ledger, port, List::of);
  }

  /**
   * The same.
   *
   * @param troubles what else needs a person, as sentences for the first page, such as a server
   *     that is away; it answers at once
   */
  public static Console start(
      Settings settings, Ledger ledger, int port, Supplier<List<String>> troubles) {
    ConsoleSettings console = settings.console();
    UsersFile users = new UsersFile(console.usersFile());
    users.users();
    boolean isSandbox = settings.kind() == Settings.Kind.SANDBOX;
    Doorkeeper doorkeeper = new Doorkeeper(users, ledger, System::nanoTime);
    Templates templates = new Templates(new Page.Frame(isSandbox, settings.payer().accountName()));
    Cookies cookies = new Cookies(isSandbox, console.isEncrypted());
    List<Endpoint> endpoints =
        endpoints(templates, doorkeeper, cookies, settings, ledger, troubles);
    return new Console(
        ConsoleServer.start(
            console,
            port,
            endpoints,
            new Dispatcher(
                doorkeeper,
                cookies,
                templates,
                new ProxyLogin(console.proxy()),
                new CallerAddress(console.forwardedPeers()),
                ReaderPace.PATIENCE_MS),
            emptied(settings.home().resolve(WORK)),
            ConsoleServer.Limits.of(settings.limits().fileBytesMax())),
        endpoints);
  }

  /** The table of addresses. */
  private static List<Endpoint> endpoints(
      Templates templates,
      Doorkeeper doorkeeper,
      Cookies cookies,
      Settings settings,
      Ledger ledger,
      Supplier<List<String>> troubles) {
    List<Endpoint> all = new ArrayList<>(Assets.endpoints());
    all.addAll(new LoginPages(templates, doorkeeper, cookies).endpoints());
    // Files, payments, audit trail
    all.addAll(ReadingPages.endpoints(settings, ledger, templates, troubles));
    // Waiting files, submitting, acts
    all.addAll(Acting.endpoints(templates, settings, ledger));
    // The HTTP interface
    all.addAll(Api.endpoints(settings, ledger));
    return List.copyOf(all);
  }

  /** What an earlier process left there is no use to anybody. */
  private static Path emptied(Path folder) {
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be used.", e);
    }
  }

  /** The table of addresses: there is nothing else that it serves. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** The port on which it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
