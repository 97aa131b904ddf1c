package payout.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.LogSettings;
import payout.config.Settings;

/** How the log is written from the moment on at which the settings are known. */
final class LogFormat {

  /** The appender of {@code logback.xml}. */
  private static final String APPENDER = "stderr";

  private static final String TRANSITIONS = "payout.transition";

  private LogFormat() {}

  /** As the settings say, and without their secrets. */
  static void use(Settings settings, String node) {
    LogSecrets.keep(settings.secrets());
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.putProperty(LogNode.PROPERTY, node);
    context.getLogger(TRANSITIONS).setLevel(null);
    if (settings.log().format() == LogSettings.Format.JSON) {
      useJson(context);
    }
  }

  /** A log that was configured elsewhere has no such appender, and stays as it is. */
  static void useJson(LoggerContext context) {
    Appender<ILoggingEvent> appender =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER);
    if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
      LogJson json = new LogJson();
      json.setContext(context);
      json.start();
      console.setEncoder(json);
    }
  }
}
