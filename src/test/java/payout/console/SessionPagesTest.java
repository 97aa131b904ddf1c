package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.SignType;
import payout.testing.ConsoleClient;
import payout.testing.ProductionHome;

/** Who is logged in is seen and ended by themselves, and by operators. */
class SessionPagesTest {

  private static final Pattern SESSION = Pattern.compile("name=\"session\" value=\"([^\"]+)\"");

  @TempDir private Path folder;

  private Ledger ledger;
  private Console console;

  @BeforeEach
  void start() {
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
    ConsoleClient.addUser(settings, "li", Role.SUBMITTER);
    ConsoleClient.addUser(settings, "zhao", Role.VIEWER);
    ConsoleClient.addUser(settings, "chen", Role.OPERATOR);
    console = Console.start(settings, ledger, 0);
  }

  @AfterEach
  void stop() {
    console.close();
    ledger.close();
  }

  @Test
  void a_user_ends_a_session_of_their_own_but_not_of_another() {
    ConsoleClient zhao = ConsoleClient.of(console).logIn("zhao");
    ConsoleClient lost = ConsoleClient.of(console).logIn("li");
    String ofLost = session(lost);
    ConsoleClient li = ConsoleClient.of(console).logIn("li");
    assertThat(li.get("/sessions").text()).contains("li (this one)").doesNotContain("zhao");

    zhao.get("/sessions");
    zhao.post("/sessions/end", Map.of("session", ofLost));
    assertThat(lost.get("/sessions").status()).as("ended by a stranger").isEqualTo(200);
    li.get("/sessions");
    assertThat(li.post("/sessions/end", Map.of("session", ofLost)).status()).isEqualTo(303);

    assertThat(lost.get("/sessions").status()).isEqualTo(303);
    assertThat(li.get("/sessions").status()).isEqualTo(200);
  }

  @Test
  void an_operator_sees_all_sessions_and_ends_them() {
    ConsoleClient li = ConsoleClient.of(console).logIn("li");
    String ofLi = session(li);
    ConsoleClient chen = ConsoleClient.of(console).logIn("chen");
    assertThat(chen.get("/sessions").text()).contains("li", "chen (this one)");

    chen.post("/sessions/end", Map.of("session", ofLi));

    assertThat(li.get("/").location()).isEqualTo("/login");
  }

  /** The only one that this browser sees. */
  private static String session(ConsoleClient client) {
    Matcher session = SESSION.matcher(client.get("/sessions").body());
    assertThat(session.find()).isTrue();
    return session.group(1);
  }
}
