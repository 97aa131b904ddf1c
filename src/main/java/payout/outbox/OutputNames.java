package payout.outbox;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import payout.batch.BatchNo;
import payout.batch.FileNames;
import payout.ledger.FileRecord;
import payout.ledger.LostFiles;

/**
 * The names of the output files for one input file: {@code <stem>.<id>.…}.
 *
 * <p>The names depend only on the input, so no file ever appears under two names.
 */
public final class OutputNames {

  private static final int ID_DIGITS = 8;
  private static final String SANDBOX = "SANDBOX-";
  private static final String ONLY_CHECKED = "CHECK-";

  private static final Pattern MADE =
      Pattern.compile(
          "(.+)\\.([0-9a-f]{8})(?:-([1-9][0-9]{0,8}))?\\."
              + "(?:(?:ack|waiting|rejects|warnings|(?:[0-9A-Za-z]{11,32}\\.)?result|retry"
              + "|correction-[0-9]+)\\.csv|result\\.xlsx)");

  /** A file has these while it waits; see {@link #waiting}, {@link #rejects}, {@link #warnings}. */
  private static final List<String> BEFORE_THE_DECISION =
      List.of(".waiting.csv", ".rejects.csv", ".warnings.csv");

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
    start = start(FileNames.stemOf(file), sha256.substring(0, ID_DIGITS), arrival, sandbox);
  }

  /**
   * What the name of an output file tells about its input; empty for any other name, for the report
   * of a day, and for the reports of a file that was only checked, which the ledger never knew. No
   * input has a name that begins like those.
   */
  public static Optional<LostFiles.Reported> inputOf(String name, boolean sandbox) {
    if (sandbox && !name.startsWith(SANDBOX)) {
      return Optional.empty();
    }
    String own = sandbox ? name.substring(SANDBOX.length()) : name;
    Matcher made = MADE.matcher(own);
    return made.matches() && !own.startsWith(ONLY_CHECKED)
        ? Optional.of(
            new LostFiles.Reported(
                made.group(1),
                made.group(2),
                made.group(3) == null ? 1 : Integer.parseInt(made.group(3))))
        : Optional.empty();
  }

  /** The same of a file that the ledger holds. */
  public static LostFiles.Reported input(FileRecord file) {
    return new LostFiles.Reported(
        file.stem(), file.sha256().substring(0, ID_DIGITS), file.arrival());
  }

  /** Whether an output file of this name comes only after its input was accepted or refused. */
  public static boolean isOfDecided(String name) {
    return BEFORE_THE_DECISION.stream().noneMatch(name::endsWith);
  }

  /** The common start of the names of all output files of an input. */
  public static String startOf(LostFiles.Reported input, boolean sandbox) {
    return start(input.stem(), input.shortHash(), input.arrival(), sandbox);
  }

  private static String start(String stem, String id, int arrival, boolean sandbox) {
    return (sandbox ? SANDBOX : "") + stem + "." + id + (arrival == 1 ? "" : "-" + arrival);
  }

  /** The report of a day in China. */
  static String reconcile(LocalDate day, boolean sandbox) {
    return (sandbox ? SANDBOX : "") + "reconcile." + day + ".csv";
  }

  /** What a statement of the account says; {@code start} is the ledger's. */
  static String match(String start, boolean sandbox) {
    return (sandbox ? SANDBOX : "") + start + ".match.csv";
  }

  /** Why a statement of the account is not used. */
  static String refused(String start, boolean sandbox) {
    return (sandbox ? SANDBOX : "") + start + ".refused.csv";
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

  public String warnings() {
    return start + ".warnings.csv";
  }

  /** The result of one batch. */
  public String result(BatchNo batch) {
    return start + "." + batch + ".result.csv";
  }

  /** The result of the file. */
  public String result() {
    return start + ".result.csv";
  }

  /** The result of the file as a workbook. */
  public String resultSheet() {
    return start + ".result.xlsx";
  }

  public String retry() {
    return start + ".retry.csv";
  }

  /** The n-th correction, from 1. */
  public String correction(int number) {
    return start + ".correction-" + number + ".csv";
  }
}
