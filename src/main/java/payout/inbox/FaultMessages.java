package payout.inbox;

import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.Words;

/** Makes faults with a sentence in the language of the settings. */
final class FaultMessages {

  private final Words words;

  FaultMessages(Language language) {
    this.words = Words.in(language);
  }

  /** A fault in the code's own sentence; see {@link Words#of}. */
  Fault fault(long row, String column, RejectCode code, Object... values) {
    return new Fault(row, column, code.name(), words.of(code.name(), values));
  }

  /** A fault in another of the code's sentences. */
  Fault another(long row, String column, RejectCode code, String sentence, Object... values) {
    return new Fault(row, column, code.name(), words.of(code.name() + "." + sentence, values));
  }

  /** The sentence that so many lines were left out of an accepted file; empty when none was. */
  String leftOut(long lines) {
    return words.leftOut(lines);
  }

  /** The fault of a row that cannot be read. */
  Fault unreadable(UnreadableRowException row) {
    return fault(row.row(), "", row.code());
  }

  /** Why a file is refused, in one row: its first fault, and how many more there are. */
  String refusal(Fault first, long total) {
    String where = first.row() == Fault.WHOLE_FILE ? "" : words.of("refusal.row", first.row());
    String more = total == 1 ? "" : words.of("refusal.more", total - 1);
    return first.code() + ": " + where + first.reason() + more;
  }
}
