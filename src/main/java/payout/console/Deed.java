package payout.console;

import java.util.Map;
import java.util.function.Function;
import payout.ledger.Act;
import payout.ledger.ActKind;
import payout.ledger.FileRecord;
import payout.ledger.Preview;

/**
 * An act of a person on one thing, as a page shows it before it is done, and does it.
 *
 * @param kind which act
 * @param path where its form goes
 * @param back the page of what it concerns
 * @param file the file that it concerns as a whole; null for a batch or a payer
 * @param fields what else its form holds
 * @param needsReason whether a reason must be given
 * @param preview what it would do now
 * @param perform does it; false when it is only proposed
 */
record Deed(
    ActKind kind,
    String path,
    String back,
    FileRecord file,
    Map<String, String> fields,
    boolean needsReason,
    Function<Act, Preview> preview,
    Function<Act, Boolean> perform) {

  /** An act that is done at once, and needs a reason. */
  static Deed of(
      ActKind kind,
      String path,
      String back,
      FileRecord file,
      Function<Act, Preview> preview,
      Function<Act, String> perform) {
    return new Deed(
        kind,
        path,
        back,
        file,
        Map.of(),
        true,
        preview,
        act -> {
          perform.apply(act);
          return true;
        });
  }

  /** The same without a reason. */
  Deed withoutReason() {
    return new Deed(kind, path, back, file, fields, false, preview, perform);
  }

  /** The same with more fields in its form. */
  Deed with(Map<String, String> more) {
    return new Deed(kind, path, back, file, more, needsReason, preview, perform);
  }

  /** Whether it lets money go out, or says that it went. */
  boolean movesMoney() {
    return switch (kind) {
      case HOLD, REJECT, REVOKE_AGAIN, DISMISS, ACKNOWLEDGE -> false;
      default -> true;
    };
  }
}
