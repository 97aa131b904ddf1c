package payout.console;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
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

/** A console alone in a process: prints its port and a token, and runs until it is killed. */
final class SmallHeapConsole {

  private SmallHeapConsole() {}

  public static void main(String... arguments) {
    Path folder = Path.of(arguments[0]);
    Settings settings =
        new SettingsLoader(
                new Home(folder, Path.of("")),
                ProductionHome.make(
                    folder, URI.create("http://127.0.0.1:9/gateway.do"), SignType.RSA),
                KeyCheck.NONE)
            .production();
    Ledger ledger =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
            "PRODUCTION",
            ChinaClock.system());
    new UsersFile(settings.console().usersFile())
        .put(new User("li", Set.of(Role.SUBMITTER), TestPasswords.hash("open sesame"), ""));
    String token = ApiCaller.token(ledger.tokens(), "li", Role.SUBMITTER);
    Console console = Console.start(settings, ledger, 0);
    System.out.println("READY " + console.port() + " " + token);
  }
}
