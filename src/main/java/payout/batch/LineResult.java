package payout.batch;

/**
 * What happened to a line.
 *
 * @param state the state of the line
 * @param code the gateway's or our code, as it came; empty when there is none
 * @param gatewaySerial the gateway's inner serial number (15 to 18 digits, kept as it came); empty
 *     when there is none
 * @param finishedAt when the gateway finished it, {@code yyyyMMddHHmmss} in China as it came; empty
 *     when there is none
 */
public record LineResult(LineState state, String code, String gatewaySerial, String finishedAt) {

  /** The code of a line that an operator settled as failed. */
  public static final String BY_HAND = "SETTLED_BY_HAND";

  /** No result yet. */
  public static final LineResult OPEN = new LineResult(LineState.OPEN, "", "", "");

  /** The gateway took nothing of the line's batch and gave this code. */
  public static LineResult refused(String code) {
    return new LineResult(LineState.REFUSED, code, "", "");
  }
}
