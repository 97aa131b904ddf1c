package payout.inbox;

import java.nio.file.Path;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Payer;

/**
 * The settings of intake.
 *
 * @param payer the payer of the batches
 * @param inboxCharset a charset's name, or {@code auto}
 * @param leavesOutLines whether an invalid line is left out; otherwise it refuses the whole file
 * @param line the limits of a line
 * @param batchLinesMax lines a batch, 1 to 1000
 * @param fileLinesMax lines a file
 * @param fileBytesMax the largest file, in bytes
 * @param fileAmountMax the largest sum of a file
 * @param sandbox whether no real money is paid, so that files made by a sandbox are accepted
 * @param language the language of the faults
 * @param scratch a folder for temporary files
 * @param warnings what is said about valid lines
 */
public record IntakeRules(
    Payer payer,
    String inboxCharset,
    boolean leavesOutLines,
    LineLimits line,
    int batchLinesMax,
    long fileLinesMax,
    long fileBytesMax,
    Money fileAmountMax,
    boolean sandbox,
    Language language,
    Path scratch,
    WarningRules warnings) {

  /** Rules by which nothing is said about valid lines. */
  public IntakeRules(
      Payer payer,
      String inboxCharset,
      boolean leavesOutLines,
      LineLimits line,
      int batchLinesMax,
      long fileLinesMax,
      long fileBytesMax,
      Money fileAmountMax,
      boolean sandbox,
      Language language,
      Path scratch) {
    this(
        payer,
        inboxCharset,
        leavesOutLines,
        line,
        batchLinesMax,
        fileLinesMax,
        fileBytesMax,
        fileAmountMax,
        sandbox,
        language,
        scratch,
        WarningRules.NONE);
  }

  /** The same with warnings. */
  public IntakeRules with(WarningRules rules) {
    return new IntakeRules(
        payer,
        inboxCharset,
        leavesOutLines,
        line,
        batchLinesMax,
        fileLinesMax,
        fileBytesMax,
        fileAmountMax,
        sandbox,
        language,
        scratch,
        rules);
  }
}
