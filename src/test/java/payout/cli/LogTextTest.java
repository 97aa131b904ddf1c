package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
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

  private static String logged(Throwable thrown) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try (PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setErr(err);
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(LogTextTest.class.getResource("/logback.xml"));
      context.getLogger("payout.test").info("File {}", HOSTILE + " 工资", thrown);
    } finally {
      System.setErr(before);
      context.stop();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
