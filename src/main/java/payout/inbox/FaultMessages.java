package payout.inbox;

import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.Words;
import payout.sheet.CellName;

/** Makes faults with a sentence in the language of the settings. */
final class FaultMessages {

  private final Words words;
  private final boolean namesCells;

  FaultMessages(Language language) {
    this(language, false);
  }

  private FaultMessages(Language language, boolean namesCells) {
    this.words = Words.in(language);
    this.namesCells = namesCells;
  }

  /** The words about a file; of a workbook they name the cell of each value. */
  static FaultMessages about(String file, Language language) {
    return new FaultMessages(language, FileKind.isNamedWorkbook(file));
  }

  /** A fault in the code's own sentence; see {@link Words#of}. */
  Fault fault(long row, String column, RejectCode code, Object... values) {
    return new Fault(row, column, code.name(), cell(row, column) + words.of(code.name(), values));
  }

  /** A fault in another of the code's sentences. */
  Fault another(long row, String column, RejectCode code, String sentence, Object... values) {
    String reason = words.of(code.name() + "." + sentence, values);
    return new Fault(row, column, code.name(), cell(row, column) + reason);
  }

  /** The fault of a cell in a column of this name; empty for one behind the last column. */
  Fault bent(long row, String column, BentCell cell) {
    String key = cell.code().name() + (cell.sentence().isEmpty() ? "" : "." + cell.sentence());
    String reason = words.of("cell", cell.cell()) + words.of(key);
    return new Fault(row, column, cell.code().name(), reason);
  }

  private String cell(long row, String column) {
    int number = namesCells && row != Fault.WHOLE_FILE ? Layout.place(column) : -1;
    return number < 0 ? "" : words.of("cell", new CellName(number, row));
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
