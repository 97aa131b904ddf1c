package payout.sandbox;

/**
 * The faults that can be switched on; each name is also a value of {@code fault} of POST /control.
 */
public enum FaultKind {
  // --- the answer to a post; at most one of these changes one answer ---

  /** Closes the connection before any byte of the answer. */
  CLOSE(Stage.ANSWER),
  /** Resets the connection (RST) before any byte of the answer. */
  RESET(Stage.ANSWER),
  /** Sends nothing for {@code millis}, then closes: the caller's read timeout. */
  HOLD(Stage.ANSWER),
  /** Half the XML, sent as if it were complete. */
  CUT(Stage.ANSWER),
  /** Half the XML with the Content-Length of the whole, then the connection is closed. */
  CUT_CONNECTION(Stage.ANSWER),
  /** {@code status} with a small HTML body; 301 and 302 with a Location. */
  STATUS(Stage.ANSWER),
  /** 200 with an HTML page. */
  HTML(Stage.ANSWER),
  /** 200 with an empty body. */
  EMPTY(Stage.ANSWER),
  /** The true answer declared as utf-8 but encoded in GBK, so that it cannot be decoded. */
  WRONG_CHARSET(Stage.ANSWER),
  /** Two is_success elements, F and then T. */
  DOUBLE_SUCCESS(Stage.ANSWER),
  /** XML without is_success. */
  NO_SUCCESS(Stage.ANSWER),
  /** The true answer with 10 MB of a further element before its end. */
  HUGE(Stage.ANSWER),
  /** The true answer, byte by byte, {@code millis} between two. */
  DRIP(Stage.ANSWER),
  /** The true answer after a DOCTYPE. */
  DOCTYPE(Stage.ANSWER),
  /** F with {@code code}, listed or not. */
  REFUSE(Stage.ANSWER),

  /** Every answer is {@code millis} late; combines with the faults above. */
  DELAY(Stage.DELAY),

  // --- the notifies of a batch; chosen when the batch is taken ---

  /** The first notify is delivered before the XML answer. */
  NOTIFY_FIRST(Stage.NOTIFY),
  /** The batch never notifies. */
  NOTIFY_NEVER(Stage.NOTIFY),
  /** Each notify is delivered twice in a row. */
  NOTIFY_TWICE(Stage.NOTIFY),
  /** Two notifies with two ids, half the lines each. */
  NOTIFY_PARTS(Stage.NOTIFY),
  /** Two notifies with one id, half the lines each. */
  NOTIFY_PARTS_SAME_ID(Stage.NOTIFY),
  /** As NOTIFY_PARTS, the second half first. */
  NOTIFY_PARTS_REVERSED(Stage.NOTIFY),
  /** The success side is left out; without a failed line neither side is present. */
  NOTIFY_FAILED_SIDE(Stage.NOTIFY),
  /** One more paid line, with a serial that was never sent. */
  NOTIFY_EXTRA_SERIAL(Stage.NOTIFY),
  /** The first line with another amount. */
  NOTIFY_OTHER_AMOUNT(Stage.NOTIFY),
  /** A true notify, then one with another id in which paid and failed are swapped. */
  NOTIFY_CONTRADICTED(Stage.NOTIFY),
  /** A record of seven fields. */
  NOTIFY_MALFORMED(Stage.NOTIFY),
  /** notify_verify always answers false for the id. */
  NOTIFY_STALE_ID(Stage.NOTIFY),
  /** Validly signed, but for another merchant. */
  NOTIFY_OTHER_PARTNER(Stage.NOTIFY),
  /** The signature is invalid. */
  NOTIFY_BAD_SIGN(Stage.NOTIFY),

  /** No notify is sent until this is cleared; then they are sent, the newest first. */
  NOTIFY_HOLD(Stage.GATE),

  // --- the answer to notify_verify ---

  /** Answers false. */
  VERIFY_FALSE(Stage.VERIFY),
  /** Answers correctly after {@code millis}. */
  VERIFY_SLOW(Stage.VERIFY),
  /** Closes the connection. */
  VERIFY_DEAD(Stage.VERIFY),
  /** Answers {@code status} with an HTML body. */
  VERIFY_STATUS(Stage.VERIFY);

  /** Where a fault happens. */
  enum Stage {
    ANSWER,
    DELAY,
    NOTIFY,
    GATE,
    VERIFY
  }

  private final Stage stage;

  FaultKind(Stage stage) {
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }
}
