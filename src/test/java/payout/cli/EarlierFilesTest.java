package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.testing.SftpHost;

class EarlierFilesTest {

  @TempDir private Path folder;

  private Path home;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void validHome() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve("config"));
    Files.createFile(home.resolve("config/application.properties"));
    environment.put("PAYOUT_PARTNER", "2088002464631181");
    environment.put("PAYOUT_EMAIL", "payer@company.example");
    environment.put("PAYOUT_ACCOUNT_NAME", "Payer");
    environment.put("PAYOUT_SIGN_TYPE", "MD5");
    environment.put("PAYOUT_MD5_KEY", "k".repeat(32));
    environment.put("PAYOUT_NOTIFY_URL", "https://pay.example.com/notify");
    environment.put("PAYOUT_INBOX_URI", "file:inbox file:second");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"inbox/.done", "inbox/.waiting", "second/.rejected", "second/.done", "outbox"})
  void an_accepted_or_reported_file_proves_an_earlier_ledger(String place) throws IOException {
    file(place + "/pay.csv");

    assertThat(found())
        .contains(
            "The ledger at payout.ledger.url ("
                + home.resolve("data/ledger.db")
                + ") is missing or contains no file, but "
                + home.resolve(place)
                + " contains files of an earlier one. Without that ledger files could be paid"
                + " again: restore it, or start once with --new-ledger if you want a new one.");
  }

  @Test
  void a_home_that_was_never_used_proves_none() throws IOException {
    assertThat(found()).isEmpty();

    file("inbox/pay.csv");
    file("inbox/check/.done/pay.csv");
    file("inbox/.done/.gitkeep");
    file("outbox/CHECK-pay.0123abcd.ack.csv");
    assertThat(found()).isEmpty();
  }

  @Test
  void a_write_ahead_log_without_its_ledger_proves_an_earlier_one() throws IOException {
    file("data/ledger.db-wal");

    assertThat(found().orElseThrow())
        .contains("but " + home.resolve("data/ledger.db-wal") + " contains the last writes to it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"in/.done", "in/.waiting", "in/.rejected", "out"})
  void a_server_is_checked_as_well(String place) throws IOException {
    try (SftpHost host = SftpHost.in(folder)) {
      environment.put("PAYOUT_INBOX_URI", host.byPassword("in"));
      environment.put("PAYOUT_OUTBOX_URI", host.byPassword("out"));
      assertThat(found()).isEmpty();

      Files.createDirectories(host.root().resolve(place));
      Files.writeString(host.root().resolve(place).resolve("pay.csv"), "x");
      assertThat(found().orElseThrow())
          .contains("/" + place)
          .contains(" contains files of an earlier one. ")
          .doesNotContain(SftpHost.PASSWORD);
    }
  }

  @Test
  void a_server_that_cannot_be_read_stops_the_start() {
    SftpHost host = SftpHost.in(folder);
    environment.put("PAYOUT_OUTBOX_URI", host.byPassword("out"));
    host.close();

    assertThatThrownBy(this::found)
        .isInstanceOf(RefusedToStartException.class)
        .hasMessageContaining("it is unknown whether files were paid before: ");
  }

  private Optional<String> found() {
    Settings settings =
        new SettingsLoader(new Home(home, Path.of("")), environment, KeyCheck.NONE).production();
    return new EarlierFiles(settings).found();
  }

  private void file(String path) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }
}
