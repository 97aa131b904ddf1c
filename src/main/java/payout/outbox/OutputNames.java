package payout.outbox;

import java.nio.charset.StandardCharsets;
import payout.batch.BatchNo;

/**
 * The names of the files that go out for one input file: {@code <stem>.<id>.…}.
 *
 * <p>The same input has the same names however often its files are rebuilt, so nothing ever appears
 * twice under two names.
 */
public final class OutputNames {

  /**
   * The most bytes of a stem. A name may have 255; the longest that is put around a stem, with a
   * batch number, has less than 80. A name that intake takes is never longer than this.
   */
  public static final int STEM_BYTES_MAX = 150;

  private static final int ID_DIGITS = 8;
  private static final String SANDBOX = "SANDBOX-";

  private final String start;

  /**
   * The names for an input file.
   *
   * @param file the input's name, without a folder
   * @param sha256 the SHA-256 of its bytes, 64 hexadecimal digits
   * @param arrival 1 when these bytes come for the first time under this {@link #stemOf stem}, 2
   *     for the second time, and so on
   * @param sandbox whether no real money is meant; then every name says so
   */
  public OutputNames(String file, String sha256, int arrival, boolean sandbox) {
    if (arrival < 1) {
      throw new IllegalArgumentException("Arrivals are counted from 1.");
    }
    String id = sha256.substring(0, ID_DIGITS) + (arrival == 1 ? "" : "-" + arrival);
    start = (sandbox ? SANDBOX : "") + stemOf(file) + "." + id;
  }

  /**
   * The name of an input without its last suffix, cut at a letter's border to {@link
   * #STEM_BYTES_MAX} bytes: a file that is refused for its long name is acknowledged as well.
   */
  public static String stemOf(String file) {
    int point = file.lastIndexOf('.');
    return cut(point > 0 ? file.substring(0, point) : file);
  }

  private static String cut(String stem) {
    int bytes = 0;
    int end = 0;
    while (end < stem.length()) {
      String letter = Character.toString(stem.codePointAt(end));
      bytes += letter.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > STEM_BYTES_MAX) {
        return stem.substring(0, end);
      }
      end += letter.length();
    }
    return stem;
  }

  public String ack() {
    return start + ".ack.csv";
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
