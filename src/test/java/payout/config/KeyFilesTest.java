package payout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.config.KeyCheck.Role;

class KeyFilesTest {

  @TempDir private Path folder;

  private TestHome home;
  private Path own;

  @BeforeEach
  void validHome() throws IOException {
    mode(folder, "rwx--x--x"); // else nobody could reach the files in it
    home = TestHome.valid(folder);
    own = home.home.resolve("config/own.pem");
  }

  @Test
  void names_a_key_file_that_is_missing_empty_a_folder_or_huge() throws IOException {
    Files.delete(own);
    assertThat(fault()).isEqualTo(naming("does not exist"));

    home.write(own, " \n");
    assertThat(fault()).isEqualTo(naming("is empty"));

    home.write(own, "x".repeat(100_000));
    assertThat(fault()).isEqualTo(naming("is too large for a key"));

    Files.delete(own);
    Files.createDirectory(own);
    assertThat(fault()).isEqualTo(naming("cannot be read"));
  }

  @Test
  void refuses_a_private_key_that_every_user_can_read() throws IOException {
    mode(own, "rw-r--r--");

    assertThat(fault())
        .isEqualTo(
            "payout.private-key-file names "
                + own
                + ", and every user of this machine can read it. Remove that permission (chmod"
                + " o-rwx "
                + own
                + "), or set payout.key-readable-by-all=true.");

    mode(own, "rw-r-----");
    assertThat(home.production().signing().privateKeyText()).isEqualTo("OWN KEY");

    mode(own, "rw-r--r--");
    home.with("payout.key-readable-by-all", "true");
    assertThat(home.production().signing().privateKeyText()).isEqualTo("OWN KEY");
  }

  @Test
  void refuses_an_md5_key_that_every_user_can_read_in_its_file_or_in_the_settings()
      throws IOException {
    String key = "abcdefghijklmnopqrstuvwxyz012345";
    Path file = home.write(home.home.resolve("config/it's.key"), key);
    mode(file, "rw-r--r--");
    home.with("payout.sign-type", "MD5").with("payout.md5-key-file", "config/it's.key");
    assertThat(fault())
        .startsWith("payout.md5-key-file names " + file + ", and every user")
        .contains("(chmod o-rwx '" + file.toString().replace("'", "'\\''") + "')")
        .doesNotContain(key);

    home.without("payout.md5-key-file").with("payout.md5-key", key);
    SettingsLoader loader = home.loader();
    Path settings = home.home.config().resolve("application.properties");
    mode(settings, "rw-r--r--");
    assertThatThrownBy(loader::production)
        .hasMessageContaining(
            "payout.md5-key is in " + settings + ", and every user of this machine can read it.")
        .hasMessageNotContaining(key);

    home.without("payout.md5-key").withVariable("PAYOUT_MD5_KEY", key);
    loader = home.loader();
    mode(settings, "rw-r--r--");
    assertThat(loader.production().signing().md5Key()).isEqualTo(key);
  }

  @Test
  void refuses_a_key_of_the_gateway_that_every_user_can_change() throws IOException {
    Path theirs = home.home.resolve("config/gateway.pem");
    mode(theirs, "rw-r--r--");
    assertThat(home.production().signing().gatewayPublicKeyText()).isEqualTo("GATEWAY KEY");

    mode(theirs, "rw-rw-rw-");
    assertThat(fault())
        .isEqualTo(
            "payout.gateway-public-key-file names "
                + theirs
                + ", and every user of this machine can change it. Remove that permission (chmod"
                + " o-rwx "
                + theirs
                + ").");
  }

  @Test
  void refuses_a_key_that_every_user_can_replace() throws IOException {
    Path theirs = home.home.resolve("config/gateway.pem");
    Path config = theirs.getParent();
    mode(config, "rwxrwxrwx");

    assertThat(FaultSentencesTest.faults(home))
        .contains(
            "payout.gateway-public-key-file names "
                + theirs
                + ", and every user of this machine can put another file in its place, because"
                + " everybody may write to the folder "
                + config
                + ". Remove that permission (chmod o-w "
                + config
                + ").")
        .anyMatch(
            fault -> fault.startsWith("payout.private-key-file names " + own + ", and every"));

    Files.setAttribute(config, "unix:mode", 01777);
    assertThat(home.production().signing().gatewayPublicKeyText()).isEqualTo("GATEWAY KEY");

    mode(config, "rwxr-xr-x");
    mode(folder, "rwxrwxrwx");
    assertThat(fault()).contains("may write to the folder " + folder);

    mode(folder, "rwx------");
    mode(config, "rwxrwxrwx");
    assertThat(home.production().signing().gatewayPublicKeyText()).isEqualTo("GATEWAY KEY");
  }

  @Test
  void checks_no_key_in_a_folder_that_others_cannot_enter() throws IOException {
    mode(own, "rw-r--r--");
    mode(own.getParent(), "rwxr-x---");

    assertThat(home.production().signing().privateKeyText()).isEqualTo("OWN KEY");
  }

  /** They are public. */
  @Test
  void does_not_check_who_can_read_the_keys_of_the_sandbox() throws IOException {
    mode(home.home.distribution().resolve("config/sandbox/merchant-private-rsa.pem"), "rw-r--r--");

    assertThat(home.loader().sandbox().settings().signing().type()).isEqualTo("RSA");
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void passes_both_keys_to_the_key_check() {
    home.keyCheck =
        (type, role, text) ->
            role == Role.GATEWAY_PUBLIC && type.equals("RSA") && text.equals("GATEWAY KEY")
                ? Optional.of("holds no RSA public key")
                : Optional.empty();

    assertThat(fault())
        .isEqualTo(
            "payout.gateway-public-key-file names "
                + home.home.resolve("config/gateway.pem")
                + "; the file holds no RSA public key.");
  }

  @Test
  void takes_the_md5_key_from_the_setting_or_from_a_file() {
    String key = "abcdefghijklmnopqrstuvwxyz012345";
    home.with("payout.sign-type", "md5").with("payout.md5-key", key);
    assertThat(home.production().signing()).isEqualTo(new SigningSettings("MD5", key, "", ""));

    home.without("payout.md5-key").with("payout.md5-key-file", "config/md5.key");
    home.write(home.home.resolve("config/md5.key"), key + "\r\n");
    assertThat(home.production().signing()).isEqualTo(new SigningSettings("MD5", key, "", ""));
  }

  @Test
  void requires_one_md5_key() {
    home.with("payout.sign-type", "MD5");
    assertThat(fault())
        .isEqualTo(
            "payout.sign-type=MD5 needs either payout.md5-key or payout.md5-key-file, and"
                + " neither has a valid value.");

    home.with("payout.md5-key", "a".repeat(32)).with("payout.md5-key-file", "config/md5.key");
    assertThat(fault())
        .isEqualTo(
            "payout.sign-type=MD5 needs either payout.md5-key or payout.md5-key-file, not both.");
  }

  @Test
  void refuses_an_md5_key_of_another_form_without_showing_it() {
    home.with("payout.sign-type", "MD5").with("payout.md5-key-file", "config/md5.key");
    home.write(home.home.resolve("config/md5.key"), "hunter2");

    assertThat(fault())
        .isEqualTo(
            "payout.md5-key-file names "
                + home.home.resolve("config/md5.key")
                + "; the file must contain 32 letters or digits.");
  }

  @Test
  void refuses_the_keys_of_the_sandbox_in_production() {
    String refused = " is a key of the sandbox, which is public; production needs another key.";
    home.write(own, "OWN\n  rsa\n");
    assertThat(fault()).isEqualTo("payout.private-key-file" + refused);

    home.write(own, "-----BEGIN OTHER KEY-----\r\nOWNrsa\r\n-----END OTHER KEY-----");
    assertThat(fault()).isEqualTo("payout.private-key-file" + refused);

    home.with("payout.sign-type", "MD5").with("payout.md5-key", TestHome.MD5_KEY);
    assertThat(fault()).isEqualTo("payout.md5-key" + refused);
  }

  private String fault() {
    return FaultSentencesTest.faults(home).get(0);
  }

  private String naming(String what) {
    return "payout.private-key-file names " + own + "; the file " + what + ".";
  }
}
