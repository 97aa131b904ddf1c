package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeSettingsTest {

  @TempDir private Path folder;

  @Test
  void nobody_is_told_unless_that_is_set() {
    Settings settings = TestHome.valid(folder).production();

    assertThat(settings.notices().isOn()).isFalse();
    assertThat(settings.log().format()).isEqualTo(LogSettings.Format.TEXT);
  }

  @Test
  void secrets_are_read_from_their_files_without_the_line_end() {
    TestHome home = TestHome.valid(folder);
    home.write(home.home.root().resolve("config/url"), "https://robot.example/hook?key=hunter2\n");
    home.write(home.home.root().resolve("config/secret"), "hunter2-hunter2\r\n");
    home.with("payout.notice.url-file", "config/url")
        .with("payout.notice.secret-file", "config/secret")
        .with("payout.notice.kind", "feishu");

    Settings settings = home.production();

    assertThat(settings.notices().url())
        .hasToString("Optional[https://robot.example/hook?key=hunter2]");
    assertThat(settings.notices().secret()).isEqualTo("hunter2-hunter2");
    assertThat(settings.notices()).asString().doesNotContain("hunter2", "robot");
    assertThat(settings.secrets()).contains("hunter2", "hunter2-hunter2");
  }

  @Test
  void a_secret_and_its_file_or_a_file_that_is_none_are_faults_that_show_nothing() {
    TestHome home = TestHome.valid(folder);
    home.write(home.home.root().resolve("config/short"), "hunter2");
    home.with("payout.notice.url", "https://robot.example/hook")
        .with("payout.notice.secret-file", "config/short")
        .with("payout.notice.mail.host", "mail.example")
        .with("payout.notice.mail.from", "a@example.com")
        .with("payout.notice.mail.to", "b@example.com c@example.com")
        .with("payout.notice.mail.user", "u")
        .with("payout.notice.mail.password", "hunter2")
        .with("payout.notice.mail.password-file", "config/none");

    List<String> faults = FaultSentencesTest.faults(home);

    assertThat(faults).hasSize(2).allMatch(fault -> !fault.contains("hunter2"));
    assertThat(faults.get(0))
        .isEqualTo(
            "Set either payout.notice.mail.password or payout.notice.mail.password-file, not both.");
    assertThat(faults.get(1))
        .contains("payout.notice.secret", "payout.notice.secret-file")
        .contains("8 to 512 characters of ASCII without blanks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          payout.notice.url ~ http://robot.example/hook?key=hunter2
          payout.notice.url ~ https://user:hunter2@robot.example/hook
          payout.notice.url ~ file:hunter2
          payout.notice.secret ~ hunter2-hunter2
          payout.notice.mail.host ~ mail.example
          payout.notice.mail.user ~ hunter2
          payout.notice.mail.to ~ a@example.com,hunter2
          """)
  void is_refused_in_one_sentence(String name, String value) {
    List<String> faults = FaultSentencesTest.faults(TestHome.valid(folder).with(name, value));

    assertThat(faults).singleElement().asString().contains(name);
  }

  @Test
  void the_environment_turns_no_sandbox_to_a_real_webhook() {
    TestHome home =
        TestHome.valid(folder).withVariable("PAYOUT_NOTICE_URL", "https://robot.example/hook");

    assertThat(home.loader().sandbox().settings().notices().isOn()).isFalse();
  }

  @Test
  void the_sandbox_reads_the_file_of_a_secret_as_production_does() {
    TestHome home = TestHome.valid(folder);
    home.write(home.home.sandbox().root().resolve("url"), "https://robot.example/hook\n");
    home.write(
        home.home.config().resolve("application-sandbox.properties"),
        "payout.partner=2088000000000001\npayout.email=payer@sandbox.example\n"
            + "payout.account-name=a\npayout.notice.url-file=url\n");

    assertThat(home.loader().sandbox().settings().notices().url())
        .hasToString("Optional[https://robot.example/hook]");
  }
}
