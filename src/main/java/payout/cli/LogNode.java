package payout.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The name of the node and a blank, for each line of its log; nothing for a command. */
public final class LogNode extends ClassicConverter {

  /** The property of the logger context that holds the name. */
  static final String PROPERTY = "node";

  @Override
  public String convert(ILoggingEvent event) {
    String name = event.getLoggerContextVO().getPropertyMap().get(PROPERTY);
    return name == null ? "" : name + " ";
  }
}
