package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret can stand in a file of its own. */
class SecretFilesTest {

  private static final String PASSWORD_FILE = "payout.ledger.password-file";

  @TempDir private Path folder;

  private TestHome home;
  private Path file;

  @BeforeEach
  void validHome() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    home =
        TestHome.valid(folder)
            .with("payout.ledger.url", "jdbc:postgresql://db/payout")
            .with("payout.ledger.user", "payout")
            .with(PASSWORD_FILE, "config/password");
    file = home.write(home.home.resolve("config/password"), "hunter2\n");
  }

  @Test
  void each_secret_has_a_twin_that_names_its_file() {
    List<String> names = SettingTable.all().stream().map(Setting::name).toList();

    assertThat(SettingTable.all())
        .filteredOn(Setting::secret)
        .isNotEmpty()
        .allMatch(secret -> names.contains(secret.name() + "-file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "hunter2\n", "hunter2\r\n"})
  void the_secret_is_what_the_file_holds_without_the_line_end(String content) {
    home.write(file, content);

    assertThat(home.production().ledger().password()).isEqualTo("hunter2");
    assertThat(home.loader().forCheck().ledger().password()).isEqualTo("hunter2");
  }

  @Test
  void nothing_else_is_dropped() {
    home.write(file, " hunter2 \n\n");

    assertThat(home.production().ledger().password()).isEqualTo(" hunter2 \n");
  }

  @Test
  void the_environment_can_name_the_file() {
    home.without(PASSWORD_FILE).withVariable("PAYOUT_LEDGER_PASSWORD_FILE", file.toString());

    assertThat(home.production().ledger().password()).isEqualTo("hunter2");
  }

  @Test
  void a_secret_and_its_file_are_never_set_together() {
    home.withVariable("PAYOUT_LEDGER_PASSWORD", "hunter3");

    assertThat(FaultSentencesTest.faults(home))
        .containsExactly(
            "Set either payout.ledger.password or payout.ledger.password-file, not both.");
  }

  @Test
  void a_file_that_is_missing_empty_a_folder_huge_or_no_text_is_refused() throws IOException {
    home.write(file, "\n");
    assertThat(fault()).endsWith("password; the file is empty.");

    home.write(file, "x".repeat(65_537));
    assertThat(fault()).endsWith("; the file is too large for a secret.");

    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThat(fault()).endsWith("; the file is not in UTF-8.");

    Files.delete(file);
    assertThat(fault()).isEqualTo(PASSWORD_FILE + " names " + file + "; the file does not exist.");

    Files.createDirectory(file);
    assertThat(FaultSentencesTest.faults(home))
        .contains(PASSWORD_FILE + " names " + file + "; the file is not a file.");
  }

  @Test
  void a_file_that_every_user_can_read_is_refused_unless_that_is_allowed() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(fault())
        .startsWith(PASSWORD_FILE + " names " + file + ", and every user of this machine can read")
        .doesNotContain("hunter2");

    home.with("payout.key-readable-by-all", "true");
    assertThat(home.production().ledger().password()).isEqualTo("hunter2");
  }

  @Test
  void a_secret_of_the_wrong_form_is_named_by_its_file_and_not_shown() {
    home.without(PASSWORD_FILE)
        .with("payout.console.proxy.peers", "10.0.0.1")
        .with("payout.console.proxy.header", "X-User")
        .with("payout.console.proxy.secret-file", "config/password");

    assertThat(FaultSentencesTest.faults(home))
        .contains(
            "payout.console.proxy.secret has a value that is not shown here (from the file of"
                + " payout.console.proxy.secret-file); it must be 32 to 512 characters of ASCII"
                + " without blanks.")
        .noneMatch(fault -> fault.contains("hunter2"));
  }

  /** Who may ask for the status need not be able to read every secret of the service. */
  @Test
  void a_command_reads_the_password_of_the_ledger_and_no_other_secret() throws IOException {
    home.with("payout.console.proxy.peers", "10.0.0.1")
        .with("payout.console.proxy.header", "X-User")
        .with("payout.console.proxy.secret-file", "config/not-there");

    assertThat(home.loader().forCheck().ledger().password()).isEqualTo("hunter2");
  }

  @Test
  void the_secrets_of_a_server_stand_in_files_too() throws IOException {
    home.write(home.home.resolve("config/known_hosts"), "host ssh-ed25519 AAAA");
    home.with(
        "payout.outbox.uri",
        "sftp://u@host/out?knownHostsFile=config/known_hosts&passwordFile=config/password");

    assertThat(home.production().outbox().endpoint().server().password()).isEqualTo("hunter2");
    assertThat(home.production().outbox().endpoint().toString()).doesNotContain("hunter2");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(FaultSentencesTest.faults(home))
        .anyMatch(each -> each.contains("with the passwordFile " + file + ", and every user"));

    Files.delete(file);
    assertThat(FaultSentencesTest.faults(home))
        .anyMatch(each -> each.endsWith("its passwordFile " + file + " does not exist."));
  }

  @Test
  void a_server_has_each_secret_once() {
    home.with(
        "payout.outbox.uri", "sftp://u@host/out?password=hunter2&passwordFile=config/password");

    assertThat(FaultSentencesTest.faults(home))
        .anyMatch(each -> each.contains("it has both password and passwordFile; use one"))
        .noneMatch(each -> each.contains("hunter2"));
  }

  private String fault() {
    List<String> faults = FaultSentencesTest.faults(home);
    assertThat(faults).hasSize(1);
    return faults.get(0);
  }
}
