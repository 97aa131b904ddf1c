package payout.sandbox;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A line that the gateway took, and its outcome.
 *
 * @param batchNo its batch
 * @param serial the merchant's number of the line
 * @param account the payee's account
 * @param name the payee's name
 * @param amount yuan
 * @param remark may be empty
 * @param outcome paid or failed
 * @param code why it failed, empty when it was paid
 * @param innerSerial the gateway's number, 16 digits
 * @param finishedAt when it was paid or failed
 */
public record BookLine(
    String batchNo,
    String serial,
    String account,
    String name,
    BigDecimal amount,
    String remark,
    Outcome outcome,
    String code,
    String innerSerial,
    Instant finishedAt) {

  /** The outcome of a line. */
  public enum Outcome {
    PAID,
    FAILED
  }

  /** Whether money moved for this line. */
  public boolean isPaid() {
    return outcome == Outcome.PAID;
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "BookLine[" + batchNo + " " + serial + " " + amount + " " + outcome + " " + code + "]";
  }
}
