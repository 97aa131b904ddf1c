package payout.ledger;

import payout.batch.Money;

/**
 * What a person saw before an act: how much it touches. An act that carries it is refused when that
 * changed meanwhile.
 *
 * @param lines how many lines
 * @param amount their sum
 * @param sha256 the bytes of the file, 64 hexadecimal digits; empty where the act names no file
 */
public record Seen(long lines, Money amount, String sha256) {

  /** What touches no line. */
  static final Seen NOTHING = new Seen(0, Money.ZERO, "");

  private static final int SHORT_HASH = 8;

  /** Lines of batches. */
  public static Seen of(long lines, Money amount) {
    return new Seen(lines, amount, "");
  }

  /** A whole file. */
  static Seen of(FileRecord file) {
    return new Seen(file.lines(), file.amount(), file.sha256());
  }

  /**
   * Refuses when what was seen is not what is there now.
   *
   * @param now what is there now
   * @throws ActRefusedException with a sentence that names both
   */
  void require(Seen now) {
    String sentence = change(now);
    if (!sentence.isEmpty()) {
      throw new ActRefusedException(ActRefusedException.Why.CHANGED, sentence);
    }
  }

  /** What changed, as a sentence; empty when nothing did. */
  String change(Seen now) {
    if (!sha256.isEmpty() && !sha256.equalsIgnoreCase(now.sha256)) {
      return "The SHA-256 "
          + shortened(sha256)
          + " was shown; now "
          + (now.sha256.isEmpty() ? "no file is meant" : "it is " + shortened(now.sha256))
          + ". Look again.";
    }
    if (lines == now.lines && amount.equals(now.amount)) {
      return "";
    }
    return text()
        + (lines == 1 ? " was" : " were")
        + " shown; now "
        + now.text()
        + (now.lines == 1 ? " is " : " are ")
        + (now.sha256.isEmpty() ? "open" : "in the file")
        + ". Look again.";
  }

  private String text() {
    return Counted.of(lines, "line", "lines") + ", " + amount + " CNY";
  }

  private static String shortened(String sha256) {
    return sha256.length() > SHORT_HASH ? sha256.substring(0, SHORT_HASH) + "…" : sha256;
  }
}
