package payout.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.ChinaClock;
import payout.config.AddressRange;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.SignType;
import payout.testing.ConsoleClient;
import payout.testing.ProductionHome;

/** Whose address counts where proxies stand before the console. */
class CallerAddressTest {

  private static final CallerAddress BEHIND_PROXY =
      new CallerAddress(List.of(new AddressRange(AddressRange.written("10.0.0.0").get(), 24)));

  @TempDir private Path folder;

  @Test
  void whom_the_proxy_added_last_is_the_caller_and_what_the_caller_sent_is_nobody() {
    assertThat(BEHIND_PROXY.of("10.0.0.1", List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
    assertThat(BEHIND_PROXY.of("10.0.0.1", List.of("198.51.100.1, 192.0.2.7")))
        .isEqualTo("192.0.2.7");
    assertThat(BEHIND_PROXY.of("10.0.0.1", List.of("198.51.100.1", "192.0.2.7")))
        .isEqualTo("192.0.2.7");
    assertThat(BEHIND_PROXY.of("10.0.0.1", List.of("192.0.2.7, 10.0.0.2")))
        .as("two proxies")
        .isEqualTo("192.0.2.7");
  }

  @Test
  void nobody_else_is_believed_and_nothing_that_is_no_address() {
    assertThat(BEHIND_PROXY.of("203.0.113.5", List.of("192.0.2.7"))).isEqualTo("203.0.113.5");
    assertThat(new CallerAddress(List.of()).of("127.0.0.1", List.of("192.0.2.7")))
        .isEqualTo("127.0.0.1");
    for (String odd : List.of("", "unknown", "evil.example", "192.0.2.7:80", "1", "<b>", "::g")) {
      assertThat(BEHIND_PROXY.of("10.0.0.1", List.of(odd))).as(odd).isEqualTo("10.0.0.1");
    }
    assertThat(BEHIND_PROXY.of("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
  }

  @Test
  void behind_a_proxy_a_stranger_keeps_out_nobody_but_the_stranger() {
    Map<String, String> environment =
        ProductionHome.make(folder, URI.create("http://127.0.0.1:9/gateway.do"), SignType.RSA);
    environment.put("PAYOUT_CONSOLE_FORWARDED_PEERS", "127.0.0.1");
    Settings settings =
        new SettingsLoader(new Home(folder, Path.of("")), environment, KeyCheck.NONE).production();
    ConsoleClient.addUser(settings, "li", Role.VIEWER);
    try (Ledger ledger =
            Ledger.run(
                new LedgerAddress("jdbc:sqlite:" + folder.resolve("ledger.db"), "", ""),
                "PRODUCTION",
                ChinaClock.system());
        Console console = Console.start(settings, ledger, 0)) {
      ConsoleClient stranger =
          ConsoleClient.of(console).through(CallerAddress.HEADER, "198.51.100.1");
      stranger.get("/login");
      for (int i = 0; i < 5; i++) {
        stranger.post("/login", Map.of("user", "li", "password", "guess"));
      }
      assertThat(stranger.post("/login", Map.of("user", "li", "password", "guess")).status())
          .isEqualTo(429);

      ConsoleClient.of(console).through(CallerAddress.HEADER, "192.0.2.7").logIn("li");

      assertThat(ledger.sessions().of("li", 9))
          .singleElement()
          .satisfies(each -> assertThat(each.toString()).contains("192.0.2.7"));
    }
  }
}
