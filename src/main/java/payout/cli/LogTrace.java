package payout.cli;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import payout.batch.Characters;

/**
 * A stack trace in the log, {@code %trace} in {@code logback.xml}. The message of an exception may
 * come from outside and contain line ends; so each of its lines is indented and none looks like a
 * line of the log.
 */
public final class LogTrace extends RootCauseFirstThrowableProxyConverter {

  private static final String INDENT = "\t";

  @Override
  public String convert(ILoggingEvent event) {
    StringBuilder out = new StringBuilder();
    LogSecrets.masked(super.convert(event))
        .lines()
        .map(line -> INDENT + Characters.shown(line.strip()) + System.lineSeparator())
        .forEach(out::append);
    return out.toString();
  }
}
