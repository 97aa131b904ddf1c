package payout.console;

import java.util.List;
import payout.ledger.LostFile;
import payout.ledger.OverviewLedger.Unwritten;

/**
 * Something that needs a person and is about no batch and no file to be decided upon.
 *
 * @param key which texts say what it is, and what to do
 * @param count how many; 0 where that is not counted
 * @param isMore whether there are more than were counted
 * @param since since when, milliseconds since 1970; 0 where that is not known
 * @param sentences what exactly
 */
public record Notice(String key, long count, boolean isMore, long since, List<String> sentences) {

  /** The key of parts of the service that are down. */
  static final String TROUBLE = "TROUBLE";

  /** The key of files that wait to be written to the outbox. */
  static final String UNWRITTEN = "UNWRITTEN";

  /** The key of files that the ledger does not know any more. */
  static final String LOST = "LOST";

  private static final int NAMED_MAX = 5;

  static Notice of(List<String> troubles) {
    return new Notice(TROUBLE, 0, false, 0, troubles);
  }

  static Notice of(Unwritten files) {
    return new Notice(
        UNWRITTEN,
        files.count(),
        false,
        files.since(),
        files.reason().isEmpty() ? List.of() : List.of(files.reason()));
  }

  /**
   * Files that the ledger does not know.
   *
   * @param max how many were asked for: where there are more, that is said
   */
  static Notice ofLost(List<LostFile> files, int max) {
    return new Notice(
        LOST,
        Math.min(files.size(), max),
        files.size() > max,
        files.stream().mapToLong(LostFile::foundAt).min().orElse(0),
        files.stream()
            .limit(NAMED_MAX)
            .map(each -> each.name() + " (" + each.place() + ")")
            .toList());
  }
}
