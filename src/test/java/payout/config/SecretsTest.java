package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is in its file or in the environment, and nowhere else. */
class SecretsTest {

  private static final String KEY = "abcdefghijklmnopqrstuvwxyz012345";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          payout.md5-key ~ hunter2-hunter2
          payout.gateway.url ~ https://user:hunter2@mapi.alipay.com/gateway.do
          payout.gateway.url ~ https://mapi.alipay.com/gateway.do?sign=hunter2
          payout.notify.url ~ https://user:hunter2@example.com/n
          payout.inbox.uri ~ sftp://user:hunter2@host/in
          payout.inbox.uri ~ file:a sftp://host/in?username=u&password=hunter2
          payout.inbox.uri ~ sftp://host/in?password=RAW(hunter2)
          payout.outbox.uri ~ sftp://host/out?passphrase=hunter2
          payout.ledger.url ~ jdbc:postgresql://db/payout?user=u&password=hunter2
          payout.ledger.url ~ jdbc:postgresql://u:hunter2@db/payout
          camel.server.password ~ hunter2
          payout.ledger.pasword ~ hunter2
          """)
  void is_in_no_message(String name, String value) {
    List<String> faults = FaultSentencesTest.faults(TestHome.valid(folder).with(name, value));

    assertThat(faults).singleElement().asString().contains(name).doesNotContain("hunter2");
  }

  @Test
  void reports_a_wrong_secret_without_showing_it() {
    TestHome home = TestHome.valid(folder).withVariable("PAYOUT_MD5_KEY", "hunter2");

    assertThat(FaultSentencesTest.faults(home))
        .containsExactly(
            "payout.md5-key has a value that is not shown here (from the environment variable"
                + " PAYOUT_MD5_KEY); it must be 32 letters or digits.");
  }

  @Test
  void is_in_no_text_of_the_settings() {
    TestHome home =
        TestHome.valid(folder)
            .with("payout.sign-type", "MD5")
            .with("payout.md5-key", KEY)
            .with("payout.ledger.url", "jdbc:postgresql://db/payout?sslkey=hunter2")
            .with("payout.ledger.user", "payout")
            .with("payout.ledger.password", "hunter2")
            .with("camel.ssl.keystorePassword", "hunter2");

    Settings settings = home.production();

    assertThat(settings.toString()).isEqualTo("production settings of " + home.home.root());
    assertThat(settings.signing()).hasToString("MD5");
    assertThat(settings.ledger().toString()).doesNotContain("hunter2");
    assertThat(new SigningSettings("RSA", "", "PRIVATE", "PUBLIC")).hasToString("RSA");
  }
}
