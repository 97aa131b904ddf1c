package payout.outbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private names of one claim of an output file. No other claim and no other process ever makes
 * a file of such a name, so whoever claims the file later may remove what earlier claims left.
 *
 * @param name the file's name in the outbox
 * @param publication the ledger's number of the file
 * @param token the token of the claim, which grows with each claim of the file
 * @param process eight hexadecimal digits of the process
 */
public record HiddenOutput(String name, long publication, long token, String process) {

  private static final String PART = ".part";
  private static final String MARK = ".put";
  private static final String DONE = ".done";

  /** A name has at most 255 bytes; the longest output name leaves room for this. */
  private static final Pattern FORM =
      Pattern.compile("\\.(.+)\\.(\\d{1,18})-(\\d{1,18})-([0-9a-f]{8})\\.(?:part|put)");

  private static final Pattern WORK =
      Pattern.compile("publication-(\\d{1,18})-(\\d{1,18})-([0-9a-f]{8})\\.csv");

  /** The hidden name in the outbox while the file is written. */
  public String part() {
    return "." + name + id() + PART;
  }

  /**
   * Another hidden name in the outbox, from when the file has its own name until it is recorded.
   */
  public String mark() {
    return "." + name + id() + MARK;
  }

  /** The name in the work folder. */
  public String workFile() {
    return "publication" + id().replace('.', '-') + ".csv";
  }

  private String id() {
    return "." + publication + "-" + token + "-" + process;
  }

  /** The same claim's names for the empty file that follows the file. */
  public HiddenOutput done() {
    return new HiddenOutput(name + DONE, publication, token, process);
  }

  /** What made a file in an outbox, if it has such a name. */
  public static Optional<HiddenOutput> inOutbox(String fileName) {
    Matcher matcher = FORM.matcher(fileName);
    return matcher.matches() ? Optional.of(of(matcher, matcher.group(1), 2)) : Optional.empty();
  }

  /** What made a file in a work folder, if it has such a name; the file's own name is empty. */
  public static Optional<HiddenOutput> inWork(String fileName) {
    Matcher matcher = WORK.matcher(fileName);
    return matcher.matches() ? Optional.of(of(matcher, "", 1)) : Optional.empty();
  }

  private static HiddenOutput of(Matcher matcher, String name, int first) {
    return new HiddenOutput(
        name,
        Long.parseLong(matcher.group(first)),
        Long.parseLong(matcher.group(first + 1)),
        matcher.group(first + 2));
  }

  /** Whether a file in the outbox is an earlier claim's of this file, or of the one after it. */
  public boolean supersedes(String fileName) {
    return inOutbox(fileName)
        .filter(other -> other.publication == publication && other.token < token)
        .filter(other -> other.name.equals(name) || other.name.equals(name + DONE))
        .isPresent();
  }

  static boolean isPart(String fileName) {
    return fileName.endsWith(PART);
  }
}
