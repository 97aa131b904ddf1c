package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The log as {@code logback.xml} of the distribution writes it. */
class LogTextTest {

  private static final String FORGED = "2026-02-01T10:00:00.000Z ERROR payout.alarm ALARM forged";
  private static final String HOSTILE = "a.csv\r\n" + FORGED + "\u001b[2J\u202e\u200b\u2028x";

  @Test
  void text_from_outside_stays_in_its_line_and_is_visible() throws Exception {
    String log = logged(null);

    assertThat(log.lines()).hasSize(1);
    assertThat(log)
        .contains("a.csv\\u000d\\u000a" + FORGED + "\\u001b[2J\\u202e\\u200b\\u2028x 工资")
        .doesNotContain("\u001b", "\u202e", "\u200b", "\u2028");
  }

  @Test
  void no_line_of_an_exception_looks_like_a_line_of_the_log() throws Exception {
    String log = logged(new IllegalStateException(HOSTILE, new RuntimeException(HOSTILE)));

    assertThat(log.lines().skip(1)).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("\t"));
    assertThat(log)
        .contains("\tjava.lang.RuntimeException: a.csv", "\tat payout.cli.LogTextTest")
        .doesNotContain("\u001b", "\u202e", "\u200b", "\u2028", "\n" + FORGED);
  }

  @Test
  void json_has_one_object_a_line_whatever_is_in_it() throws Exception {
    String log = logged(new IllegalStateException(HOSTILE, new RuntimeException(HOSTILE)), true);

    assertThat(log.lines()).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(log);
    assertThat(line.path("formattedMessage").asText()).isEqualTo("File " + HOSTILE + " 工资");
    assertThat(line.at("/throwable/message").asText()).isEqualTo(HOSTILE);
    assertThat(line.at("/mdc/step").asText()).isEqualTo(HOSTILE);
    assertThat(line.at("/kvpList/0/file").asText()).isEqualTo(HOSTILE);
    assertThat(line.path("node").asText()).isEqualTo("pay-1");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(log).doesNotContain("\u001b", "\u202e", "\u200b", "\u2028", "\r");
  }

  @Test
  void a_secret_of_the_settings_is_masked_in_every_format() throws Exception {
    LogSecrets.keep(java.util.List.of("工资"));
    try {
      assertThat(logged(new IllegalStateException("工资"))).contains("***").doesNotContain("工资");
      assertThat(logged(new IllegalStateException("工资"), true)).doesNotContain("工资");
    } finally {
      LogSecrets.keep(java.util.List.of());
    }
  }

  private static String logged(Throwable thrown) throws Exception {
    return logged(thrown, false);
  }

  private static String logged(Throwable thrown, boolean json) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try (PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setErr(err);
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(LogTextTest.class.getResource("/logback.xml"));
      if (json) {
        context.putProperty(LogNode.PROPERTY, "pay-1");
        LogFormat.useJson(context);
      }
      context.getMDCAdapter().put("step", HOSTILE);
      context
          .getLogger("payout.test")
          .atInfo()
          .addKeyValue("file", HOSTILE)
          .setCause(thrown)
          .log("File {}", HOSTILE + " 工资");
    } finally {
      System.setErr(before);
      context.stop();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
