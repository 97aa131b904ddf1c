package payout.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFileTest {

  @TempDir private Path folder;

  @Test
  void suggests_a_similar_key() {
    assertThat(faults("payout.gateway.urll=x\n"))
        .contains(
            "payout.gateway.urll in application.properties is not a setting; did you mean"
                + " payout.gateway.url?");
    assertThat(faults("payout.something.else=x\n"))
        .contains("payout.something.else in application.properties is not a setting.");
    assertThat(faults("server.port=80\n"))
        .contains("server.port in application.properties is not a setting.");
  }

  @Test
  void refuses_a_key_that_is_set_twice() {
    assertThat(faults("payout.charset=gbk\npayout.charset=utf-8\n"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("payout.charset is set twice in " + folder)
                    .endsWith("; set it once."));
  }

  @Test
  void refuses_a_sandbox_setting_in_production() {
    assertThat(faults("payout.sandbox.port=1\n"))
        .contains(
            "payout.sandbox.port is a setting of the sandbox; set it in"
                + " application-sandbox.properties.");
  }

  @Test
  void is_utf_8_with_or_without_a_byte_order_mark() {
    TestHome home = TestHome.valid(folder);

    Settings settings = home.loader("\uFEFF" + "payout.account-name=毛毛\n").forCheck();

    assertThat(settings.payer().accountName()).isEqualTo("毛毛");
  }

  @Test
  void reports_another_charset() throws IOException {
    TestHome home = TestHome.valid(folder);
    SettingsLoader loader = home.loader("");
    Path file = home.home.config().resolve("application.properties");
    Files.writeString(file, "payout.account-name=张三\n", Charset.forName("GBK"));

    InvalidSettingsException refused =
        catchThrowableOfType(InvalidSettingsException.class, loader::forCheck);

    assertThat(refused.faults()).containsExactly("The settings file " + file + " is not in UTF-8.");
  }

  @Test
  void is_required_in_production_and_not_for_a_check() throws IOException {
    TestHome home = TestHome.valid(folder);
    SettingsLoader loader = home.loader();
    Path file = home.home.config().resolve("application.properties");
    Files.delete(file);

    assertThat(loader.forCheck().limits().batchLinesMax()).isEqualTo(1000);
    assertThat(catchThrowableOfType(InvalidSettingsException.class, loader::production).faults())
        .contains("The settings file " + file + " cannot be read.");
  }

  @Test
  void passes_keys_of_camel_through() {
    TestHome home =
        TestHome.valid(folder)
            .with("camel.ssl.trustStore", "file:trust.p12")
            .with("camel.component.https.useGlobalSslContextParameters", "true")
            .with("camel.management.port", "1234");

    Settings settings = home.production();

    assertThat(settings.camel())
        .containsOnlyKeys(
            "camel.ssl.trustStore", "camel.component.https.useGlobalSslContextParameters");
    assertThat(settings.management().port()).isEqualTo(1234);
  }

  @ParameterizedTest
  @CsvSource({
    "camel.component.http.automaticRetriesDisabled, sent twice",
    "camel.component.https.automatic-retries-disabled, sent twice",
    "camel.component.https.followRedirects, sent twice",
    "camel.component.platform-http.engine, sent twice",
    "camel.ssl.trustAllCertificates, only the checked certificate",
    "camel.server.port, payout.notify.host",
    "camel.management.enabled, camel.management.port",
    "camel.main.routesIncludePattern, the program sets it",
    "camel.main.routes-include-pattern, the program sets it",
  })
  void refuses_keys_of_camel_that_would_break_a_promise(String name, String reason) {
    assertThat(faults(name + "=x\n"))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith(name + " cannot be set in application.properties: ")
                    .contains(reason));
  }

  private List<String> faults(String text) {
    SettingsLoader loader = TestHome.valid(folder).loader(text);
    return catchThrowableOfType(InvalidSettingsException.class, loader::production).faults();
  }
}
