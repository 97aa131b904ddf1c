package payout.console;

import java.util.Optional;
import payout.ledger.FileRecord;
import payout.ledger.StatusLedger;

/** The address of a file: its number in the ledger. */
final class FileAddress {

  private static final String FORM = "[1-9][0-9]{0,17}";

  private FileAddress() {}

  static String of(FileRecord file) {
    return "/files/" + file.id();
  }

  /**
   * The file that an address names.
   *
   * @throws RefusedException when there is none
   */
  static FileRecord file(Visit visit, StatusLedger status) {
    String id = visit.path().getOrDefault("id", "");
    Optional<FileRecord> found =
        id.matches(FORM) ? status.findFile(Long.parseLong(id)) : Optional.empty();
    return found.orElseThrow(
        () -> new RefusedException(404, Texts.in(visit.language()).of("file.unknown")));
  }
}
