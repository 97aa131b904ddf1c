package payout.cli;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import payout.batch.Characters;

/**
 * The log as JSON, one object a line: Logback's own encoder, whose characters that hide text are
 * escaped, too. They only stand in strings, where such an escape is JSON.
 */
final class LogJson extends JsonEncoder {

  private static final byte LINE_END = '\n';

  /** With what is there once: the message as it reads, and the node at the top. */
  LogJson() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithMessage(false);
    setWithArguments(false);
    setWithFormattedMessage(true);
  }

  @Override
  protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
    String node = event.getLoggerContextVO().getPropertyMap().get(LogNode.PROPERTY);
    if (node != null) {
      line.append(',');
      appenderMember(line, LogNode.PROPERTY, node);
    }
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(super.encode(event), StandardCharsets.UTF_8).strip();
    byte[] shown = Characters.shown(LogSecrets.masked(line)).getBytes(StandardCharsets.UTF_8);
    byte[] ended = Arrays.copyOf(shown, shown.length + 1);
    ended[shown.length] = LINE_END;
    return ended;
  }
}
