package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders on SFTP servers in the settings. */
class SftpAddressTest {

  private static final String LOGIN = "?password=hunter2&knownHostsFile=config/known_hosts";

  @TempDir private Path folder;
  private TestHome home;

  @BeforeEach
  void put_a_known_key() throws IOException {
    home = TestHome.valid(folder);
    Files.writeString(
        home.home.resolve("config/known_hosts"), "erp.example.com ssh-ed25519 AAAA\n");
    home.write(home.home.resolve("config/id"), "a key");
  }

  @Test
  void refuses_a_key_that_every_user_can_read_and_known_hosts_that_every_user_can_change()
      throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path id = home.home.resolve("config/id");
    Path known = home.home.resolve("config/known_hosts");
    Files.setPosixFilePermissions(id, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(known, PosixFilePermissions.fromString("rw-rw-rw-"));
    home.with(
        "payout.outbox.uri",
        "sftp://erp@erp.example.com/out?knownHostsFile=config/known_hosts&privateKeyFile=config/id");

    String start = "payout.outbox.uri names sftp://erp@erp.example.com:22/out with the ";
    assertThat(FaultSentencesTest.faults(home))
        .containsExactly(
            start
                + "privateKeyFile "
                + id
                + ", and every user of this machine can read it. Remove that permission (chmod"
                + " o-rwx "
                + id
                + "), or set payout.key-readable-by-all=true.",
            start
                + "knownHostsFile "
                + known
                + ", and every user of this machine can change it. Remove that permission (chmod"
                + " o-rwx "
                + known
                + ").");
  }

  @Test
  void is_a_server_with_a_login_and_a_folder() {
    home.with(
        "payout.inbox.uri",
        "sftp://erp@erp.example.com:2222/pay/in?knownHostsFile=config/known_hosts"
            + "&privateKeyFile=config/id&privateKeyPassphrase=hunter%2B2&include=.*csv");

    EndpointUri inbox = home.production().inbox().endpoints().get(0);

    Path root = home.home.root();
    assertThat(inbox.server())
        .isEqualTo(
            new SftpServer(
                "erp.example.com",
                2222,
                "erp",
                "",
                root.resolve("config/id").toString(),
                "hunter+2",
                root.resolve("config/known_hosts").toString(),
                SftpSecretFiles.NONE));
    assertThat(inbox.directory()).isEqualTo("pay/in");
    assertThat(inbox.options()).isEqualTo(Map.of("include", ".*csv"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sftp:erp.example.com/in" + LOGIN + "&username=erp",
        "sftp://erp.example.com:22/in/" + LOGIN + "&username=erp",
        "sftp://erp@erp.example.com/./in" + LOGIN + "&strictHostKeyChecking=yes",
        "sftp:erp@erp.example.com:22/in" + LOGIN + "&useUserKnownHostsFile=false",
      })
  void is_read_in_each_way_that_camel_knows(String uri) {
    home.with("payout.outbox.uri", uri);

    EndpointUri outbox = home.production().outbox().endpoint();

    assertThat(outbox).hasToString("sftp://erp@erp.example.com:22/in");
    assertThat(outbox.server().password()).isEqualTo("hunter2");
  }

  @Test
  void shows_no_secret_in_any_text() {
    home.with("payout.inbox.uri", "sftp://erp@erp.example.com/in" + LOGIN);

    Settings settings = home.production();

    assertThat(settings.inbox().toString()).contains("sftp://erp@erp.example.com:22/in");
    assertThat(settings.inbox().toString()).doesNotContain("hunter2");
    assertThat(settings.inbox().endpoints().get(0).toUri()).doesNotContain("hunter2");
    assertThat(settings.inbox().endpoints().get(0).server().toString()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          sftp://erp@h/in?password=hunter2 ~ it needs the option knownHostsFile
          sftp://erp@h/in?password=hunter2&knownHostsFile=nowhere ~ nowhere cannot be read.
          sftp://erp@h/in?password=hunter2&knownHostsFile=config/empty ~ empty holds no key.
          sftp://erp@h/in?knownHostsFile=config/known_hosts ~ one of the options privateKeyFile and password
          sftp://erp@h/in?knownHostsFile=config/known_hosts&privateKeyFile=gone ~ gone cannot be read.
          sftp://erp@h/in?password=hunter2&strictHostKeyChecking=no ~ the server's key is always checked
          sftp://erp@h/in?password=hunter2&useUserKnownHostsFile=true ~ the server's key is always checked
          sftp://erp@h/in?password=hunter2&autoCreateKnownHostsFile=true ~ the server's key is always checked
          sftp://erp@h/in?password=hunter2&knownHosts=x ~ the server's key is always checked
          sftp://erp@h/in?password=hunter2&knownHostsUri=x ~ the server's key is always checked
          sftp://erp@h/in?password=hunter2&privateKeyUri=x ~ the login is privateKeyFile or password
          sftp://erp@h/in?password=hunter2&keyPair=x ~ the login is privateKeyFile or password
          sftp://erp@h/in?password=hunter2&streamDownload=true ~ the program decides how a file is read
          sftp://erp@h/in?password=hunter2&localWorkDirectory=x ~ the program decides how a file is read
          sftp://erp@h/in?password=hunter2&throwExceptionOnConnectFailed=false ~ the program decides how it talks to the server
          sftp://erp@h/in?password=hunter2&proxy=x ~ allowed are autoCreate
          sftp://erp:hunter2@h/in ~ a password does not belong before the host
          sftp://h/in?password=hunter2 ~ it names the user once
          sftp://erp@h/in?username=erp&password=hunter2 ~ it names the user once
          sftp://erp@h//srv/in?password=hunter2 ~ without a second /
          sftp://erp@h?password=hunter2 ~ it does not have the form sftp://user@host:port/folder
          sftp://erp@h/?password=hunter2 ~ it does not have the form
          sftp://erp@h/./?password=hunter2 ~ it names no folder
          sftp://erp@h/in/../../x?password=hunter2 ~ without ..
          sftp://erp@h:70000/in?password=hunter2 ~ a port is a number from 1 to 65535
          """)
  void refuses_what_is_not_safe(String value, String reason) throws IOException {
    Files.writeString(home.home.resolve("config/empty"), "# no key\n\n");
    home.with("payout.inbox.uri", value);

    List<String> faults = FaultSentencesTest.faults(home);

    assertThat(faults).anySatisfy(fault -> assertThat(fault).contains(reason));
    assertThat(faults)
        .allSatisfy(
            fault -> assertThat(fault).startsWith("payout.inbox.uri ").doesNotContain("hunter2"));
  }

  @Test
  void requires_chmod_in_the_form_of_a_server() {
    home.with("payout.outbox.uri", "sftp://erp@erp.example.com/in" + LOGIN + "&chmod=rw-r-----");

    assertThat(FaultSentencesTest.faults(home))
        .singleElement()
        .asString()
        .contains("chmod on a server is three digits from 0 to 7, such as 640");
  }

  @ParameterizedTest
  @CsvSource({
    "sftp://erp@erp.example.com/box, sftp://erp@erp.example.com:22/box/out",
    "sftp://erp@erp.example.com/box, sftp://erp@erp.example.com/box",
  })
  void shares_no_folder_with_another_setting(String inbox, String outbox) {
    home.with("payout.inbox.uri", inbox + LOGIN).with("payout.outbox.uri", outbox + LOGIN);

    assertThat(FaultSentencesTest.faults(home))
        .singleElement()
        .asString()
        .contains("they must be different folders, and neither inside the other.");
  }
}
