package payout.outbox;

import java.time.LocalDate;
import payout.batch.BatchNo;
import payout.batch.FileNames;

/**
 * The names of the output files for one input file: {@code <stem>.<id>.…}.
 *
 * <p>The names depend only on the input, so no file ever appears under two names.
 */
public final class OutputNames {

  private static final int ID_DIGITS = 8;
  private static final String SANDBOX = "SANDBOX-";

  private final String start;

  /**
   * The names for an input file.
   *
   * @param file the input's name, without a folder
   * @param sha256 the SHA-256 of its bytes, 64 hexadecimal digits
   * @param arrival 1 when these bytes arrive for the first time under this {@link FileNames#stemOf
   *     stem}, 2 for the second time, and so on
   * @param sandbox whether the money is a simulator's; then every name starts with SANDBOX-
   */
  public OutputNames(String file, String sha256, int arrival, boolean sandbox) {
    if (arrival < 1) {
      throw new IllegalArgumentException("Arrivals are counted from 1.");
    }
    String id = sha256.substring(0, ID_DIGITS) + (arrival == 1 ? "" : "-" + arrival);
    start = (sandbox ? SANDBOX : "") + FileNames.stemOf(file) + "." + id;
  }

  /** The report of a day in China. */
  static String reconcile(LocalDate day, boolean sandbox) {
    return (sandbox ? SANDBOX : "") + "reconcile." + day + ".csv";
  }

  public String ack() {
    return start + ".ack.csv";
  }

  public String waiting() {
    return start + ".waiting.csv";
  }

  /** The approval file for the file; an approver writes it. */
  public String approval() {
    return start + ".approve";
  }

  public String rejects() {
    return start + ".rejects.csv";
  }

  /** The result of one batch. */
  public String result(BatchNo batch) {
    return start + "." + batch + ".result.csv";
  }

  /** The result of the file. */
  public String result() {
    return start + ".result.csv";
  }

  public String retry() {
    return start + ".retry.csv";
  }

  /** The n-th correction, from 1. */
  public String correction(int number) {
    return start + ".correction-" + number + ".csv";
  }
}
