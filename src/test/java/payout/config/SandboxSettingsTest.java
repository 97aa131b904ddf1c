package payout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.config.Setting.InSandbox;
import payout.config.Settings.Kind;

class SandboxSettingsTest {

  @TempDir private Path folder;

  private TestHome test;

  @BeforeEach
  void validHome() {
    test = TestHome.valid(folder);
  }

  @Test
  void need_no_settings_and_keep_everything_in_the_sandboxs_folder() {
    Path sandbox = test.home.root().resolve("sandbox");

    SandboxSettings all = load(Map.of());

    Settings settings = all.settings();
    assertThat(settings.kind()).isEqualTo(Kind.SANDBOX);
    assertThat(settings.home().root()).isEqualTo(sandbox);
    assertThat(settings.inbox().endpoints())
        .extracting(EndpointUri::folder)
        .containsExactly(sandbox.resolve("inbox"));
    assertThat(settings.outbox().endpoint().folder()).isEqualTo(sandbox.resolve("outbox"));
    assertThat(settings.ledger().url()).isEqualTo("jdbc:sqlite:" + sandbox + "/data/ledger.db");
    assertThat(settings.payer().partner()).isEqualTo("2088000000000001");
    assertThat(settings.gateway().url()).hasToString("http://127.0.0.1:8888/gateway.do");
    assertThat(settings.payer().gateway()).isEqualTo("http://127.0.0.1:8888/gateway.do");
    assertThat(settings.notification().url()).hasToString("http://127.0.0.1:8080/alipay/notify");
    assertThat(settings.notification().host()).isEqualTo("127.0.0.1");
    assertThat(settings.gateway().resendDelayMs()).isEqualTo(2000);
    assertThat(all.simulatorPort()).isEqualTo(8888);
    assertThat(all.notifyDelayMs()).isEqualTo(500);
    assertThat(all.scheduleScale()).isEqualTo(60);
  }

  @Test
  void are_never_redirected_by_settings_or_environment() {
    SandboxSettings untouched = load(Map.of());
    Map<String, String> hostile = new HashMap<>();
    for (Setting<?> setting : SettingTable.all()) {
      if (setting.sandbox() == InSandbox.SEALED || setting.sandbox() == InSandbox.OWN_FILE) {
        hostile.put(setting.variable(), "/somewhere/else");
      }
    }
    hostile.put("PAYOUT_INBOX_URI", "file:/srv/inbox");
    hostile.put("PAYOUT_OUTBOX_URI", "file:/srv/outbox");
    hostile.put("PAYOUT_LEDGER_URL", "jdbc:postgresql://db/production");
    hostile.put("PAYOUT_GATEWAY_URL", "https://mapi.alipay.com/gateway.do");
    hostile.put("PAYOUT_PARTNER", "2088002464631181");
    test.with("payout.inbox.uri", "file:/srv/inbox").loader();

    assertThat(load(hostile)).isEqualTo(untouched);
    assertThat(hostile)
        .containsKeys(
            "PAYOUT_PRIVATE_KEY_FILE", "PAYOUT_MD5_KEY", "PAYOUT_NOTIFY_URL", "PAYOUT_EMAIL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payout.inbox.uri",
        "payout.outbox.uri",
        "payout.ledger.url",
        "payout.gateway.url",
        "payout.notify.url",
        "payout.notify.host",
        "payout.private-key-file",
        "payout.gateway-public-key-file",
        "payout.md5-key",
        "payout.md5-key-file"
      })
  void report_a_sealed_setting_in_their_file(String name) {
    test.write(test.home.root().resolve("config/application-sandbox.properties"), name + "=x\n");

    InvalidSettingsException refused =
        catchThrowableOfType(InvalidSettingsException.class, () -> load(Map.of()));

    assertThat(refused.faults())
        .contains(name + " cannot be set in application-sandbox.properties: the sandbox sets it.");
  }

  @Test
  void take_harmless_settings_from_the_environment() {
    Map<String, String> environment =
        Map.of(
            "PAYOUT_CHARSET", "gbk",
            "PAYOUT_SIGN_TYPE", "MD5",
            "PAYOUT_BATCH_LINES_MAX", "10",
            "PAYOUT_SANDBOX_PORT", "9999",
            "PAYOUT_NOTIFY_PORT", "9998",
            "CAMEL_MANAGEMENT_PORT", "9997");

    SandboxSettings all = load(environment);

    assertThat(all.settings().payer().charset()).hasToString("gbk");
    assertThat(all.settings().signing())
        .isEqualTo(new SigningSettings("MD5", TestHome.MD5_KEY, "", ""));
    assertThat(all.settings().limits().batchLinesMax()).isEqualTo(10);
    assertThat(all.settings().gateway().url()).hasToString("http://127.0.0.1:9999/gateway.do");
    assertThat(all.settings().notification().port()).isEqualTo(9998);
    assertThat(all.settings().management().port()).isEqualTo(9997);
  }

  @Test
  void come_with_keys_for_each_sign_type() {
    SigningSettings dsa = load(Map.of("PAYOUT_SIGN_TYPE", "DSA")).settings().signing();

    assertThat(dsa.privateKeyText()).contains("OWNdsa");
    assertThat(dsa.gatewayPublicKeyText()).contains("THEIRSdsa");
  }

  @Test
  void use_the_ports_that_were_bound() {
    Map<String, String> free =
        Map.of("PAYOUT_SANDBOX_PORT", "0", "PAYOUT_NOTIFY_PORT", "0", "CAMEL_MANAGEMENT_PORT", "0");

    SandboxSettings bound = load(free).at(1111, 2222, 3333);

    assertThat(bound.simulatorPort()).isEqualTo(1111);
    assertThat(bound.settings().gateway().url())
        .isEqualTo(URI.create("http://127.0.0.1:1111/gateway.do"));
    assertThat(bound.settings().payer().gateway()).isEqualTo("http://127.0.0.1:1111/gateway.do");
    assertThat(bound.settings().notification().url())
        .isEqualTo(URI.create("http://127.0.0.1:2222/alipay/notify"));
    assertThat(bound.settings().management().port()).isEqualTo(3333);
  }

  @Test
  void require_different_ports() {
    InvalidSettingsException refused =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> load(Map.of("PAYOUT_SANDBOX_PORT", "8080")));

    assertThat(refused.faults())
        .containsExactly(
            "payout.notify.port and payout.sandbox.port are both 8080; each needs a separate port.");
  }

  private SandboxSettings load(Map<String, String> environment) {
    return new SettingsLoader(test.home, environment, KeyCheck.NONE).sandbox();
  }
}
