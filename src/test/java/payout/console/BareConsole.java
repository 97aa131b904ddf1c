package payout.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import payout.batch.ChinaClock;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.SignType;
import payout.testing.ProductionHome;
import payout.testing.TestPasswords;

/** The port of the console with addresses of a test behind it, and limits that a test can reach. */
final class BareConsole implements AutoCloseable {

  static final ConsoleServer.Limits LIMITS = ConsoleServer.Limits.of(1_000_000);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path folder;
  private final Path usersFile;
  private final Ledger ledger;
  private final ConsoleServer server;

  /**
   * Starts it, with the users li and wang, who submit.
   *
   * @param patienceMs how long it waits for a caller that reads
   */
  BareConsole(Path folder, ConsoleServer.Limits limits, long patienceMs, Endpoint... endpoints) {
    this.folder = folder;
    Settings settings =
        new SettingsLoader(
                new Home(folder, Path.of("")),
                ProductionHome.make(
                    folder, URI.create("http://127.0.0.1:9/gateway.do"), SignType.RSA),
                KeyCheck.NONE)
            .production();
    ledger =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
            "PRODUCTION",
            ChinaClock.system());
    usersFile = settings.console().usersFile();
    UsersFile users = new UsersFile(usersFile);
    String hash = TestPasswords.hash("open sesame");
    users.put(new User("li", Set.of(Role.SUBMITTER), hash, ""));
    users.put(new User("wang", Set.of(Role.SUBMITTER), hash, ""));
    Dispatcher dispatcher =
        new Dispatcher(
            new Doorkeeper(users, ledger, System::nanoTime),
            new Cookies(false, false),
            new Templates(new Page.Frame(false, "")),
            new ProxyLogin(Optional.empty()),
            new CallerAddress(List.of()),
            patienceMs);
    server =
        ConsoleServer.start(
            settings.console(), 0, List.of(endpoints), dispatcher, uploads(), limits);
  }

  /** Where bodies lie while they come in. */
  Path uploads() {
    try {
      return Files.createDirectories(folder.resolve("uploads"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new token of a user. */
  String token(String user) {
    return ApiCaller.token(ledger.tokens(), user, Role.SUBMITTER);
  }

  /** Changes the file of users in place, as an editor may. */
  void editUsers(UnaryOperator<String> edit) throws IOException {
    Files.writeString(usersFile, edit.apply(Files.readString(usersFile)));
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer " + token);
  }

  static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    ledger.close();
  }
}
