package payout.inbox;

import java.nio.file.Path;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.Payer;

/**
 * What intake goes by, from the settings.
 *
 * @param payer for whom batches are made
 * @param inboxCharset a charset's name, or {@code auto}
 * @param leavesOutLines whether an unsound line is left out; else it refuses the whole file
 * @param line the limits of a line
 * @param batchLinesMax lines a batch, 1 to 1000
 * @param fileLinesMax lines a file
 * @param fileBytesMax the largest file, in bytes
 * @param fileAmountMax the largest sum of a file
 * @param sandbox whether no real money is meant, so that the files of a sandbox are welcome
 * @param language the language in which faults are told
 * @param scratch a folder for temporary files
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
    Path scratch) {}
