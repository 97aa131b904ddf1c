package payout.outbox;

import payout.batch.OutboxCharset;

/**
 * A value of the payer contains a character that the outbox's charset lacks. The message names row
 * and column, not the value.
 */
public final class UnencodableValueException extends RuntimeException {

  UnencodableValueException(long row, String column, OutboxCharset charset) {
    super(
        "Line "
            + row
            + " has a character in "
            + column
            + " that "
            + charset
            + " lacks; set payout.outbox.charset to utf-8.");
  }
}
