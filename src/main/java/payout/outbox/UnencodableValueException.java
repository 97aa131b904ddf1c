package payout.outbox;

import payout.batch.OutboxCharset;

/**
 * A value of the payer's holds a letter that the outbox's charset has not. The message names row
 * and column, not the value.
 */
public final class UnencodableValueException extends RuntimeException {

  UnencodableValueException(long row, String column, OutboxCharset charset) {
    super(
        "Line "
            + row
            + " has a letter in "
            + column
            + " that "
            + charset
            + " has not; set payout.outbox.charset to utf-8.");
  }
}
