package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.gateway.TestTls;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.MailSink;
import payout.testing.PayoutFile;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;

/** A mail over STARTTLS, from a process that trusts what {@code PAYOUT_OPTS} says. */
@Tag("long")
class NoticeMailIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9/gateway.do");

  @TempDir private Path folder;

  @Test
  void a_server_with_a_trusted_certificate_gets_the_mail_over_tls() throws Exception {
    TestTls tls = new TestTls("127.0.0.1");
    try (MailSink mail = new MailSink(tls::serverSide);
        ProductProcess run = start(tls, mail)) {
      drop();

      await().atMost(PATIENCE).until(() -> !mail.mails().isEmpty());
      run.terminate();

      assertThat(mail.mails().get(0)).contains("Subject: payout: Files were refused\n");
      assertThat(mail.commands())
          .as("nothing but the change to TLS is said before it")
          .startsWith(mail.commands().get(0), "STARTTLS", mail.commands().get(0))
          .anyMatch(line -> line.startsWith("AUTH PLAIN"));
      assertThat(run.err()).doesNotContain("marked-password");
    }
  }

  @Test
  void a_trusted_certificate_of_another_server_gets_neither_password_nor_mail() throws Exception {
    TestTls tls = new TestTls("192.0.2.1");
    try (MailSink mail = new MailSink(tls::serverSide);
        ProductProcess run = start(tls, mail)) {
      drop();

      await().atMost(PATIENCE).until(() -> run.err().contains("is not delivered over MAIL"));
      run.terminate();

      assertThat(mail.mails()).isEmpty();
      assertThat(mail.commands()).contains("STARTTLS").noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  private ProductProcess start(TestTls tls, MailSink mail) throws Exception {
    Path trust = tls.trusted(folder.resolve("trust.p12"));
    Map<String, String> settings =
        ProductionHome.make(folder.resolve("home"), NOWHERE, SignType.RSA);
    settings.put("PAYOUT_HOME", folder.resolve("home").toString());
    settings.put(
        "PAYOUT_OPTS",
        "-Djavax.net.ssl.trustStore="
            + trust
            + " -Djavax.net.ssl.trustStorePassword="
            + TestTls.PASSWORD);
    settings.put("PAYOUT_NOTICE_MAIL_HOST", "127.0.0.1");
    settings.put("PAYOUT_NOTICE_MAIL_PORT", Integer.toString(mail.port()));
    settings.put("PAYOUT_NOTICE_MAIL_FROM", "pay@company.example");
    settings.put("PAYOUT_NOTICE_MAIL_TO", "ops@company.example");
    settings.put("PAYOUT_NOTICE_MAIL_USER", "pay");
    settings.put("PAYOUT_NOTICE_MAIL_PASSWORD", "marked-password");
    return ProductProcess.start(folder, settings, "run").ready();
  }

  private void drop() {
    Folders.drop(
        folder.resolve("home/inbox"),
        "bad.csv",
        PayoutFile.of("S-9,marked-account@example.com,李四,abc,").getBytes(UTF_8));
  }
}
