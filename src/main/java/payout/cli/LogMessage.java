package payout.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import payout.batch.Characters;

/**
 * A message in the log, {@code %shown} in {@code logback.xml}: names of files and words of the
 * gateway stand in it, and none of them can begin a line of its own or turn the text around.
 */
public final class LogMessage extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return Characters.shown(event.getFormattedMessage());
  }
}
