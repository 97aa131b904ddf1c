package payout.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingTableTest {

  static Iterable<Setting<?>> all() {
    return SettingTable.all();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          payout.partner, -
          payout.email, -
          payout.account-name, -
          payout.buyer-account-name, ''
          payout.extend-param, ''
          payout.charset, utf-8
          payout.sign-type, RSA
          payout.md5-key, ''
          payout.md5-key-file, ''
          payout.private-key-file, ''
          payout.gateway-public-key-file, ''
          payout.key-readable-by-all, false
          payout.gateway.url, https://mapi.alipay.com/gateway.do
          payout.gateway.connect-timeout-ms, 8000
          payout.gateway.read-timeout-ms, 30000
          payout.gateway.in-flight-max, 2
          payout.gateway.resend-delay-ms, 60000
          payout.gateway.resend-delay-max-ms, 3600000
          payout.gateway.pause-ms, 900000
          payout.notify.url, -
          payout.notify.host, 0.0.0.0
          payout.notify.port, 8080
          payout.notify.path, /alipay/notify
          payout.notify.verify, true
          payout.inbox.uri, file:inbox
          payout.inbox.poll-ms, 1000
          payout.inbox.ready, age
          payout.inbox.age-min-ms, 5000
          payout.inbox.charset, auto
          payout.inbox.on-invalid-line, reject-file
          payout.batch.lines-max, 1000
          payout.line.refuse-formulas, true
          payout.file.lines-max, 5000000
          payout.line.amount-max, 1000000.00
          payout.file.amount-max, 100000000.00
          payout.line.serial-bytes-max, 32
          payout.outbox.uri, file:outbox
          payout.outbox.charset, utf-8
          payout.outbox.file-mode, 644
          payout.ledger.url, jdbc:sqlite:data/ledger.db
          payout.ledger.user, ''
          payout.ledger.password, ''
          payout.ledger.standby, none
          payout.ledger.keep-days, 400
          payout.node.name, ''
          payout.language, en
          payout.alarm.unknown-after-ms, 900000
          payout.alarm.notify-after-ms, 3600000
          camel.management.host, 127.0.0.1
          camel.management.port, 9876
          """)
  void has_the_documented_default(String name, String fallback) {
    assertThat(SettingTable.all())
        .filteredOn(setting -> setting.name().equals(name))
        .singleElement()
        .extracting(Setting::fallback)
        .isEqualTo(fallback);
  }

  @ParameterizedTest
  @MethodSource("all")
  void has_a_default_that_is_allowed(Setting<?> setting) throws RefusedValueException {
    if (!setting.defaultText().isEmpty()) {
      assertThat(setting.form().parse(setting.defaultText())).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void is_explained_in_one_sentence(Setting<?> setting) {
    assertThat(setting.explanation()).matches("[A-Z].*[^.]\\.");
    assertThat(setting.allowed()).isNotBlank().doesNotEndWith(".");
  }

  @Test
  void has_no_name_and_no_variable_twice() {
    assertThat(SettingTable.all()).extracting(Setting::name).doesNotHaveDuplicates();
    assertThat(SettingTable.all()).extracting(Setting::variable).doesNotHaveDuplicates();
  }

  @Test
  void makes_the_variable_from_the_name() {
    assertThat(GatewaySettings.CONNECT_TIMEOUT_MS.variable())
        .isEqualTo("PAYOUT_GATEWAY_CONNECT_TIMEOUT_MS");
    assertThat(ManagementSettings.PORT.variable()).isEqualTo("CAMEL_MANAGEMENT_PORT");
  }
}
