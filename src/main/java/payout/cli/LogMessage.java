package payout.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import payout.batch.Characters;

/**
 * A message in the log, {@code %shown} in {@code logback.xml}: it contains names of files and texts
 * of the gateway, and none of them can start a new line or reverse the text. No secret of the
 * settings is in it.
 */
public final class LogMessage extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return Characters.shown(LogSecrets.masked(event.getFormattedMessage()));
  }
}
