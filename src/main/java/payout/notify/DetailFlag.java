package payout.notify;

import payout.batch.LineState;

/**
 * The fifth field of a record, and the list that it belongs to (document section 6.2). The {@code
 * $} of the printed document is a damaged {@code S}.
 */
public enum DetailFlag {
  /** Paid: a record of success_details. */
  S("success_details", LineState.PAID),
  /** Not paid: a record of fail_details. */
  F("fail_details", LineState.FAILED);

  private final String list;
  private final LineState state;

  DetailFlag(String list, LineState state) {
    this.list = list;
    this.state = state;
  }

  /** The parameter whose records carry this flag. */
  String list() {
    return list;
  }

  /** What a record with this flag makes of an open line. */
  public LineState state() {
    return state;
  }
}
